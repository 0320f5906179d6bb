import '../resolve.css';
import { type ReactElement, useState } from 'react';
import { useNames } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Badge, type BadgeTone, Button, Input } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  answerAppeal,
  appealVerdict,
  chooseOption,
  listOptions,
  listVerdicts,
  readRisk,
  type Risk,
  type SolutionOption,
} from '../../contract.ts';
import { useMoney } from '../money.ts';
import { SectionTitle } from '../section-title.tsx';
import { OptionDialog } from './option-dialog.tsx';
import { VerdictDialog } from './verdict-dialog.tsx';

const tell = {
  topics: ['tickets'],
  onProblem: (problem: Parameters<typeof problemText>[0]) => toast({ text: problemText(problem), icon: 'over' }),
};
const gradeTone: Record<Risk['grade'], BadgeTone> = { low: 'met', middle: 'near', high: 'over' };

const RiskLines = ({ risk }: { readonly risk: Risk }): ReactElement => {
  const t = useText('resolve');
  return (
    <section>
      <h3>
        {t('risk.title')}
        <span className="sp" />
        <Badge tone={gradeTone[risk.grade]}>{t(`risk.grade.${risk.grade}`, { score: risk.score })}</Badge>
      </h3>
      <ul className="f12">
        {risk.reasons.map(({ reason, points, detail }) => (
          <li key={reason} className="row">
            <span>{t(`risk.reason.${reason}`)}</span>
            <span className="el sp t3">{detail}</span>
            <span className="t2">+{points}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};

type SayProps = {
  readonly label: string;
  readonly action: string;
  readonly busy: boolean;
  readonly onSay: (words: string) => void;
};

/** A reason and the button that needs it, in one line. */
const SayLine = ({ label, action, busy, onSay }: SayProps): ReactElement => {
  const [words, setWords] = useState('');
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '') onSay(words.trim());
      }}
    >
      <Input
        aria-label={label}
        placeholder={label}
        maxLength={500}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button size="s" type="submit" busy={busy} disabled={words.trim() === ''}>
        {action}
      </Button>
    </form>
  );
};

const OptionLine = ({
  option,
  canChoose,
}: {
  readonly option: SolutionOption;
  readonly canChoose: boolean;
}): ReactElement => {
  const t = useText('resolve');
  const money = useMoney();
  const choose = useRouteMutation(chooseOption, tell);
  return (
    <details className="rs-line" open={option.chosenAt !== null}>
      <summary className="rs-option">
        <span className="row">
          <span className="el sp">{option.title}</span>
          {option.chosenAt ? <Badge tone="met">{t('option.chosen')}</Badge> : null}
        </span>
        <span className="row f12 t3">
          <span className="sp">{money(option.costCents, 'CNY')}</span>
          <span>
            {t('option.marks', { risk: option.risk, effect: option.effect, satisfaction: option.satisfaction })}
          </span>
        </span>
      </summary>
      <div className="f12 t2 rs-said">{option.note}</div>
      {option.chosenAt ? (
        <div className="f12 t2">
          {option.chosenBy} · {option.chosenReason}
        </div>
      ) : canChoose ? (
        <SayLine
          label={t('option.why')}
          action={t('option.choose')}
          busy={choose.isPending}
          onSay={(reason) => choose.mutate({ params: { id: option.id }, body: { reason } })}
        />
      ) : null}
    </details>
  );
};

const Options = ({ number }: { readonly number: string }): ReactElement | null => {
  const t = useText('resolve');
  const [adds, setAdds] = useState(false);
  const { data } = useRoute(listOptions, { params: { number } }, { topics: ['resolve'] });
  if (!data || (data.items.length === 0 && !data.canWrite)) return null;
  return (
    <section>
      <SectionTitle
        title={t('option.title')}
        {...(data.canWrite ? { action: t('option.add'), onAction: () => setAdds(true) } : {})}
      />
      {data.items.map((option) => (
        <OptionLine key={option.id} option={option} canChoose={data.canWrite} />
      ))}
      {adds ? <OptionDialog number={number} onClose={() => setAdds(false)} /> : null}
    </section>
  );
};

const Verdicts = ({ number }: { readonly number: string }): ReactElement | null => {
  const t = useText('resolve');
  const [gives, setGives] = useState(false);
  const names = useNames();
  const { data } = useRoute(listVerdicts, { params: { number } }, { topics: ['resolve', 'verdicts'] });
  const appeal = useRouteMutation(appealVerdict, tell);
  const answer = useRouteMutation(answerAppeal, tell);
  if (!data || (data.items.length === 0 && !data.abilities.give)) return null;
  const [newest] = data.items;
  const params = { id: newest?.id ?? '' };
  return (
    <section>
      <SectionTitle
        title={t('verdict.title')}
        {...(data.abilities.give ? { action: t('verdict.give'), onAction: () => setGives(true) } : {})}
      />
      {data.items.map((one) => (
        <div key={one.id} className="rs-line f12">
          <div className="row">
            <b className="sp">
              {one.party === 'none'
                ? t('verdict.party.none')
                : ((one.departmentId === null ? undefined : names.department(one.departmentId)) ?? one.name)}
            </b>
            <Badge tone={one.state === 'appealed' ? 'near' : one.state === 'lifted' ? 'hold' : 'met'}>
              {t(`verdict.state.${one.state}`)}
            </Badge>
          </div>
          <div className="t2">
            {one.reason} <span className="t3">{one.givenBy}</span>
          </div>
          {one.appeal ? (
            <div className="t2">{t('verdict.appealed', { name: one.appealedBy, words: one.appeal })}</div>
          ) : null}
          {one.answer ? (
            <div className="t2">{t('verdict.answered', { name: one.answeredBy, words: one.answer })}</div>
          ) : null}
        </div>
      ))}
      {data.abilities.appeal ? (
        <SayLine
          label={t('verdict.appealWhy')}
          action={t('verdict.appeal')}
          busy={appeal.isPending}
          onSay={(words) => appeal.mutate({ params, body: { appeal: words } })}
        />
      ) : null}
      {data.abilities.answer
        ? ([true, false] as const).map((upheld) => (
            <SayLine
              key={String(upheld)}
              label={t('verdict.answerWhy')}
              action={t(upheld ? 'verdict.uphold' : 'verdict.lift')}
              busy={answer.isPending}
              onSay={(words) => answer.mutate({ params, body: { upheld, answer: words } })}
            />
          ))
        : null}
      {gives ? <VerdictDialog number={number} onClose={() => setGives(false)} /> : null}
    </section>
  );
};

/** How dangerous, which way out, whose fault: three short sections that belong together. */
const JudgePanel = ({ number }: TicketPanelProps): ReactElement => {
  const risk = useRoute(readRisk, { params: { number } }, { topics: ['resolve'] }).data;
  return (
    <>
      {risk && risk.score > 0 ? <RiskLines risk={risk} /> : null}
      <Options number={number} />
      <Verdicts number={number} />
    </>
  );
};

export default JudgePanel;
