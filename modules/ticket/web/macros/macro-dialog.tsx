import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, DialogFrame, SkeletonLines } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { invalidateTopics, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type Macro, type MacroBack, macroRoutes, type TicketDetail } from '../../contract.ts';
import { useLocalName } from '../names.ts';
import { putTicket, tellProblem } from '../use-ticket.ts';
import { MacroLines } from './macro-lines.tsx';
import { MacroPicker } from './macro-picker.tsx';

type DialogProps = {
  readonly ticket: TicketDetail;
  /** Chosen already, in the palette; else it is asked for first. */
  readonly macro?: Macro;
  readonly onClose: () => void;
};

/** The rehearsal, taken again whenever a step is left out, and when the ticket has changed under it. */
const useRehearsed = (number: string, macroId: string, leaveOut: readonly number[]) => {
  const preview = useRouteMutation(macroRoutes.preview);
  const { mutate } = preview;
  const [round, setRound] = useState(0);
  useEffect(
    () => mutate({ body: { number, macroId, leaveOut: [...leaveOut] } }),
    [mutate, number, macroId, leaveOut, round],
  );
  return { preview, again: () => setRound((before) => before + 1), round };
};

const useTakeBack = (number: string, name: string) => {
  const t = useText('ticket');
  const client = useQueryClient();
  const undo = useRouteMutation(macroRoutes.takeBack, {
    topics: ['tickets'],
    onDone: ({ ticket }) => {
      if (ticket) putTicket(client, number, () => ticket);
      toast({ text: t('macro.undone', { name }), icon: 'undo' });
    },
    onProblem: tellProblem,
  });
  return (back: MacroBack): void => undo.mutate({ body: { number, back, reason: t('macro.undoReason') } });
};

const useApply = (ticket: TicketDetail, name: string, onClose: () => void, again: () => void) => {
  const t = useText('ticket');
  const client = useQueryClient();
  const takeBack = useTakeBack(ticket.number, name);
  return useRouteMutation(macroRoutes.apply, {
    topics: ['tickets'],
    onDone: ({ ticket: now, back }) => {
      if (now) putTicket(client, ticket.number, () => now);
      const text = t('macro.done', { number: ticketNumber(ticket.number), name });
      toast({ text, icon: 'bolt', ...(back ? { undo: () => takeBack(back) } : {}) });
      onClose();
    },
    onProblem: (problem) => {
      if (problem.code !== 'ticket.changed') return;
      void invalidateTopics(client, ['tickets']);
      again();
    },
  });
};

const Verdict = ({ refused, changes, moved }: { refused: number; changes: boolean; moved: boolean }): ReactElement => {
  const t = useText('ticket');
  if (refused > 0) return <Banner tone="red">{t('macro.blocked', { count: refused })}</Banner>;
  if (moved) return <Banner tone="amber">{t('macro.changedMeanwhile')}</Banner>;
  return changes ? (
    <p className="t3 f12">{t('macro.lastingNote')}</p>
  ) : (
    <Banner tone="amber">{t('macro.nothing')}</Banner>
  );
};

const MacroPreviewDialog = ({ ticket, macro, onClose }: DialogProps & { readonly macro: Macro }): ReactElement => {
  const t = useText('ticket');
  const textOf = useProblemText();
  const name = useLocalName()(macro);
  const [leaveOut, setLeaveOut] = useState<readonly number[]>([]);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const { preview, again, round } = useRehearsed(ticket.number, macro.id, leaveOut);
  const apply = useApply(ticket, name, onClose, again);
  const seen = preview.data;
  const blank = Object.values(texts).some((words) => words.trim() === '');
  const ready = seen !== undefined && seen.refused === 0 && seen.changes && !preview.isPending && !blank;
  const submit = (): void => {
    if (!seen || !ready || apply.isPending) return;
    const { number, version } = seen;
    apply.mutate({ params: { id: macro.id }, body: { number, version, texts, leaveOut: [...leaveOut] } });
  };
  const steps = seen?.lines.filter((line) => line.outcome !== 'left').length ?? 0;
  const problem = apply.error && apply.error.code !== 'ticket.changed' ? apply.error : null;
  return (
    <DialogFrame
      width={560}
      title={t('macro.title', { number: ticketNumber(ticket.number), name })}
      action={seen ? t('macro.applying', { count: steps }) : t('macro.apply')}
      enter
      busy={apply.isPending}
      ready={ready}
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="col" style={{ gap: 10 }}>
        {preview.error ? (
          <div className="col" style={{ gap: 8 }}>
            <Banner tone="red">{textOf(preview.error)}</Banner>
            <Button onClick={again}>{t('platform:retry')}</Button>
          </div>
        ) : seen ? (
          <>
            <Verdict refused={seen.refused} changes={seen.changes} moved={round > 0} />
            <MacroLines
              lines={seen.lines}
              edit={{
                texts,
                onText: (index, text) => setTexts((before) => ({ ...before, [index]: text })),
                onLeave: (index, out) =>
                  setLeaveOut((before) => (out ? [...before, index] : before.filter((each) => each !== index))),
              }}
            />
          </>
        ) : (
          <SkeletonLines lines={5} />
        )}
      </div>
    </DialogFrame>
  );
};

/** First which, then what it would do, then it is done. */
export const MacroDialog = ({ ticket, macro, onClose }: DialogProps): ReactElement => {
  const [picked, setPicked] = useState<Macro | null>(macro ?? null);
  if (picked) return <MacroPreviewDialog ticket={ticket} macro={picked} onClose={onClose} />;
  return <MacroPicker categoryKey={ticket.categoryKey} onPick={setPicked} onClose={onClose} />;
};
