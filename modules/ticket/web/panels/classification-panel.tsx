import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { percent, ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Badge, KeyHint, KindMark, LevelMark } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { ticketRoutes, type TicketDetail } from '../../contract.ts';
import { openDialog, usePicking } from '../dialog-state.ts';
import { useCategoryName, useNames } from '../names.ts';
import { tellProblem, useTicket } from '../use-ticket.ts';
import { learnedVerdict } from './learned-verdict.ts';
import { movingWords } from './moving-words.ts';
import { PanelSection } from './panel-section.tsx';
import { QuickMarks } from './quick-marks.tsx';
import { urgentIn } from './urgent-in.ts';

type Candidate = { readonly categoryKey: string; readonly name: string; readonly confidence: number };

/** One key or one click, and it is training data; another one takes it back. */
const useChoose = (ticket: TicketDetail): ((categoryKey: string) => void) => {
  const t = useText('ticket');
  const classify = useRouteMutation(ticketRoutes.classify, { onProblem: tellProblem });
  return (categoryKey) => {
    const { number, version, categoryKey: before } = ticket;
    const undo =
      before === null || before === categoryKey
        ? undefined
        : () => classify.mutate({ params: { number }, body: { categoryKey: before } });
    classify.mutate(
      { params: { number }, body: { categoryKey, version } },
      {
        onSuccess: () =>
          toast({
            text: t(categoryKey === before ? 'classify.confirmed' : 'classify.done', { number: ticketNumber(number) }),
            ...(undo ? { undo } : {}),
          }),
      },
    );
  };
};

type ChoiceProps = { readonly candidates: readonly Candidate[]; readonly onChoose: (categoryKey: string) => void };

/** Keys 1 2 3 while the ticket is open and no rows are picked. */
const useCandidateKeys = ({ candidates, onChoose }: ChoiceProps): void => {
  const t = useText('ticket');
  const picking = usePicking();
  const latest = useRef(onChoose);
  useEffect(() => {
    latest.current = onChoose;
  });
  const actions = useMemo(
    () =>
      picking
        ? []
        : candidates.map(({ categoryKey, name }, index): Action => ({
            id: `ticket.category.${index + 1}`,
            title: t('classify.choose', { name }),
            icon: 'pen',
            keys: [String(index + 1)],
            section: 'current',
            priority: 59 - index,
            run: () => latest.current(categoryKey),
          })),
    [candidates, picking, t],
  );
  useActions(actions);
};

const Candidates = ({ candidates, onChoose }: ChoiceProps): ReactElement => {
  const t = useText('ticket');
  useCandidateKeys({ candidates, onChoose });
  return (
    <div className="row wrap" style={{ gap: 4, marginTop: 6 }} role="group" aria-label={t('classify.candidates')}>
      {candidates.map(({ categoryKey, name, confidence }, index) => (
        <button
          key={categoryKey}
          type="button"
          className="pill bd"
          aria-keyshortcuts={String(index + 1)}
          onClick={() => onChoose(categoryKey)}
        >
          <KeyHint keys={String(index + 1)} />
          {name}
          <span className="t3">{percent(confidence, 0)}</span>
        </button>
      ))}
    </div>
  );
};

const Words = ({ words }: { readonly words: readonly string[] }): ReactElement => {
  const t = useText('ticket');
  if (words.length === 0) return <div className="f12 t3">{t('classify.noWords')}</div>;
  return (
    <div className="row wrap f12 t2" style={{ gap: 4, marginTop: 4 }}>
      {t('classify.because')}
      {words.map((word) => (
        <span key={word} className="at">
          {word}
        </span>
      ))}
    </div>
  );
};

const Correct = (): ReactElement => {
  const t = useText('ticket');
  return (
    <button type="button" className="t3 f12 row" style={{ gap: 4 }} onClick={() => openDialog({ kind: 'classify' })}>
      <KeyHint keys="L" />
      {t('classify.action')}
    </button>
  );
};

const Verdict = ({ ticket }: { readonly ticket: TicketDetail }): ReactElement => {
  const t = useText('ticket');
  const names = useNames();
  const category = useCategoryName()(ticket);
  const choose = useChoose(ticket);
  const { confidence, words, suggestions } = useMemo(() => learnedVerdict(ticket), [ticket]);
  const mayClassify = ticket.abilities.classify;
  const candidates = useMemo(
    () => suggestions.map((one) => ({ ...one, name: names.category(one.categoryKey) ?? one.categoryKey })),
    [suggestions, names],
  );
  return (
    <PanelSection title={t('panel.classification')} end={mayClassify ? <Correct /> : null}>
      <div className="row wrap" style={{ gap: '4px 10px' }}>
        <b>
          {category || t('classify.none')}
          {confidence === null ? '' : ` ${percent(confidence, 0)}`}
        </b>
        {ticket.unsure ? <Badge tone="near">{t('classify.unsure')}</Badge> : null}
        {urgentIn(ticket.triage) ? <Badge tone="over">{t('classify.urgent')}</Badge> : null}
        <KindMark kind={ticket.kind} />
        <LevelMark level={ticket.level} />
      </div>
      <Words words={words.length > 0 ? words : movingWords(ticket.triage)} />
      {mayClassify && candidates.length > 0 ? <Candidates candidates={candidates} onChoose={choose} /> : null}
      {mayClassify ? <QuickMarks ticket={ticket} /> : null}
    </PanelSection>
  );
};

const ClassificationPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const ticket = useTicket(number).data;
  return ticket ? <Verdict ticket={ticket} /> : null;
};

export default ClassificationPanel;
