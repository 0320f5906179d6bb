import { type ReactElement, useId, useState } from 'react';
import { kindSchema, type TicketKind, type TicketLevel } from '#modules/ticket/contract.ts';
import { useCategoryTree } from '#modules/ticket/web/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Banner, Button, DialogField, Input, InputNumber, Select, TreeSelect } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { type FlowFacts, type FlowSpec, tryWorkflow } from '../../contract.ts';
import { localWord, roleWord } from './flow-words.ts';

type Tried = ReplyOf<typeof tryWorkflow>;

const levels: readonly TicketLevel[] = [1, 2, 3];

const TriedStep = ({ step }: { readonly step: Tried['path'][number] }): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const language = useLanguage();
  const { responsible } = step;
  const who = [responsible.department, responsible.role === null ? null : roleWord(responsible.role)].filter(
    (one) => one !== null,
  );
  const asks = [
    step.checks > 0 ? t('flow.checkCount', { count: step.checks }) : null,
    ...step.fields.map((field) => localWord(language, field)),
    step.approval ? t('flow.asksApproval') : null,
  ].filter((one) => one !== null);
  return (
    <li>
      <b>{localWord(language, step)}</b> <span className="t3 f12">{t(`ticket:state.${step.state}`)}</span>
      <div className="f12 t2">
        {who.length > 0 ? who.join(' ') : t('flow.anybody')}
        {responsible.people.length > 0 ? `: ${responsible.people.join(', ')}` : ''}
        {responsible.more > 0 ? ` +${responsible.more}` : ''}
        {responsible.gone ? <span className="amber"> {t('flow.gone')}</span> : null}
      </div>
      {asks.length > 0 ? <div className="f12 t3">{t('flow.asks', { what: asks.join(', ') })}</div> : null}
      {step.actions.length > 0 ? (
        <div className="f12 t3">{step.actions.map((kind) => t(`flow.action.${kind}`)).join(', ')}</div>
      ) : null}
      {step.dueAt ? <div className="f12 t3">{t('flow.dueAt', { at: format.instant(step.dueAt) })}</div> : null}
      {step.ways.length > 1
        ? step.ways.map((way, at) => (
            <div key={at} className={`f12 ${way.taken ? 't2' : 't3'}`}>
              {way.taken ? '→ ' : ''}
              {localWord(language, way)} ({way.open ? t('flow.open') : t('flow.notOpen')})
            </div>
          ))
        : null}
    </li>
  );
};

type Given = { kind: TicketKind | null; level: TicketLevel | null; category: string | null; amount: number | null };

type FactsProps = { readonly given: Given; readonly onChange: (change: Partial<Given>) => void };

const TrialFacts = ({ given, onChange }: FactsProps): ReactElement => {
  const t = useText('resolve');
  const categories = useCategoryTree();
  const { kind, level, category, amount } = given;
  return (
    <>
      <div className="wf-pair">
        <Select
          aria-label={t('flow.fact.kind')}
          placeholder={t('flow.fact.kind')}
          allowClear
          {...(kind === null ? {} : { value: kind })}
          options={kindSchema.options.map((one) => ({ value: one, label: t(`platform:kind.${one}`) }))}
          onChange={(one?: TicketKind) => onChange({ kind: one ?? null })}
        />
        <Select
          aria-label={t('flow.fact.level')}
          placeholder={t('flow.fact.level')}
          allowClear
          {...(level === null ? {} : { value: level })}
          options={levels.map((one) => ({ value: one, label: t(`platform:level.${one}`) }))}
          onChange={(one?: TicketLevel) => onChange({ level: one ?? null })}
        />
      </div>
      <div className="wf-pair">
        <TreeSelect<string | undefined>
          aria-label={t('flow.fact.category')}
          placeholder={t('flow.fact.category')}
          allowClear
          treeDefaultExpandAll
          treeData={categories}
          {...(category === null ? {} : { value: category })}
          onChange={(one) => onChange({ category: one ?? null })}
        />
        <InputNumber
          aria-label={t('flow.fact.amount')}
          placeholder={t('flow.fact.amount')}
          min={0}
          value={amount}
          onChange={(value) => onChange({ amount: value })}
          style={{ width: '100%' }}
        />
      </div>
    </>
  );
};

const factsOf = ({ kind, level, category, amount }: Given): FlowFacts => ({
  ...(kind === null ? {} : { kind }),
  ...(level === null ? {} : { level }),
  ...(category === null ? {} : { category }),
  ...(amount === null ? {} : { amount }),
});

type TrialProps = { readonly spec: FlowSpec; readonly onTried: (keys: string[]) => void };

/** Which way would a ticket go? The same reckoning as the real one; nothing is written. */
export const FlowTrial = ({ spec, onTried }: TrialProps): ReactElement => {
  const t = useText('resolve');
  const textOf = useProblemText();
  const id = useId();
  const [ticket, setTicket] = useState('');
  const [given, setGiven] = useState<Given>({
    kind: spec.scope.kinds[0] ?? null,
    level: spec.scope.levels[0] ?? null,
    category: spec.scope.categoryKeys[0] ?? null,
    amount: null,
  });
  const trial = useRouteMutation(tryWorkflow, { onDone: (reply) => onTried(reply.path.map((step) => step.key)) });
  const number = ticket.trim();
  const run = (): void =>
    trial.mutate({ body: { spec, ...(number === '' ? { facts: factsOf(given) } : { ticket: number, facts: {} }) } });
  const { data } = trial;
  return (
    <form
      className="wf-form"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <DialogField label={t('flow.trialTicket')} htmlFor={`${id}t`} hint={t('flow.trialHint')}>
        <Input id={`${id}t`} maxLength={40} value={ticket} onChange={(event) => setTicket(event.target.value)} />
      </DialogField>
      {number === '' ? (
        <TrialFacts given={given} onChange={(change) => setGiven((before) => ({ ...before, ...change }))} />
      ) : null}
      <div className="rs-acts">
        <Button type="submit" icon="play" busy={trial.isPending}>
          {t('flow.tryRun')}
        </Button>
      </div>
      <div role="status">
        {trial.error ? <Banner tone="red">{textOf(trial.error)}</Banner> : null}
        {data?.flow?.fits === false ? <Banner tone="amber">{t('flow.doesNotFit')}</Banner> : null}
        {data ? (
          <ol className="wf-path">
            {data.path.map((step) => (
              <TriedStep key={step.key} step={step} />
            ))}
          </ol>
        ) : null}
        {data?.loops ? <p className="t3 f12">{t('flow.loops')}</p> : null}
      </div>
    </form>
  );
};
