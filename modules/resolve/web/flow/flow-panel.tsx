import '../resolve.css';
import './flow.css';
import { type ReactElement, useCallback, useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { whenRefused } from '#modules/ticket/web/index.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useFormat } from '#platform/web/format.ts';
import { type Language, useLanguage, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Banner, Button, Checkbox, ClockBadge, KeyHint, runningClock } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { finishFlowStep, type FlowRunView, moveFlowRun, readFlowRun, tickFlowCheck } from '../../contract.ts';
import { SectionTitle } from '../section-title.tsx';
import { FinishDialog, needsDialog, type Way } from './finish-dialog.tsx';
import { localWord, roleWord } from './flow-words.ts';
import { Guidance } from './guidance.tsx';
import { checkId, goToMissing, MissingList, missingOf, useMissing } from './missing-list.tsx';

type RunProps = { readonly number: string; readonly run: FlowRunView };

const topics = ['ticket', 'tickets', 'resolve', 'workflow-runs'];
// A pause moves the time of the step as well.
const shown = [...topics, 'clocks'];

const useRunActs = (number: string, run: FlowRunView) => {
  const t = useText('resolve');
  const textOf = useProblemText();
  const onProblem = (problem: Parameters<typeof textOf>[0]): void => {
    toast({ text: textOf(problem), icon: 'info' });
  };
  const tick = useRouteMutation(tickFlowCheck, { topics, onProblem });
  const finish = useRouteMutation(finishFlowStep, {
    topics,
    onProblem,
    onDone: () => toast({ text: t('flow.finished', { step: run.step.name }), icon: 'check' }),
  });
  const move = useRouteMutation(moveFlowRun, { topics, onProblem });
  const { visit } = run;
  const [tickNow, finishNow, moveNow] = [tick.mutate, finish.mutate, move.mutate];
  const acts = useMemo(
    () => ({
      tick: (check: string, done: boolean) => tickNow({ params: { number }, body: { visit, check, done } }),
      finish: (way: string | null) => finishNow({ params: { number }, body: { visit, way, reason: '', values: {} } }),
      move: () => moveNow({ params: { number }, body: { flowId: run.flow.id, reason: t('flow.moveReason') } }),
    }),
    [tickNow, finishNow, moveNow, number, visit, run.flow.id, t],
  );
  return { ...acts, busy: tick.isPending || finish.isPending || move.isPending };
};

const StepHead = ({ run }: { readonly run: FlowRunView }): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const language = useLanguage();
  const { step } = run;
  const clock = step.dueAt ? runningClock({ dueAt: step.dueAt }, format.now) : null;
  const stands = step.dueAt !== null && step.pausedAt !== null;
  const who = [
    step.responsible.department,
    step.responsible.role === null ? null : roleWord(step.responsible.role),
  ].filter((one) => one !== null);
  return (
    <>
      <div className="row">
        <b className="el sp">{localWord(language, step)}</b>
        {clock && run.state === 'running' ? (
          stands && !step.late ? (
            <ClockBadge form="paused" />
          ) : (
            <ClockBadge form={clock.form} ms={clock.ms} />
          )
        ) : null}
      </div>
      <div className="f12 t3">
        {t(`ticket:state.${step.state}`)}
        {who.length > 0 ? ` · ${who.join(' ')}` : ''}
        {step.dueAt ? ` · ${t('flow.dueAt', { at: format.instant(step.dueAt) })}` : ''}
      </div>
      {step.responsible.gone ? <div className="f12 amber">{t('flow.gone')}</div> : null}
      {step.faults.map((fault) => (
        <div key={fault} className="f12 amber">
          {t(`flow.enterFault.${fault}`)}
        </div>
      ))}
    </>
  );
};

type ChecksProps = {
  readonly run: FlowRunView;
  readonly language: Language;
  readonly tick: (key: string, done: boolean) => void;
};

const Checks = ({ run, language, tick }: ChecksProps): ReactElement | null => {
  const t = useText('resolve');
  const { checks } = run.step;
  if (checks.length === 0) return null;
  const next = run.abilities.tick ? checks.find((check) => check.doneAt === null) : undefined;
  return (
    <ul className="wf-checks" aria-label={t('flow.checklist')}>
      {checks.map((check) => (
        <li key={check.key}>
          <Checkbox
            id={checkId(check.key)}
            checked={check.doneAt !== null}
            disabled={!run.abilities.tick}
            onChange={(event) => tick(check.key, event.target.checked)}
          >
            {language === 'en' && check.textEn !== '' ? check.textEn : check.text}
            {check.required ? null : <span className="t3"> {t('flow.optional')}</span>}
          </Checkbox>
          {check.doneBy === '' ? null : <span className="t3 f12">{check.doneBy}</span>}
          {check === next ? <KeyHint keys="V" /> : null}
        </li>
      ))}
    </ul>
  );
};

const Visits = ({ run }: { readonly run: FlowRunView }): ReactElement | null => {
  const t = useText('resolve');
  const format = useFormat();
  const language = useLanguage();
  const past = run.visits.filter((visit) => visit.leftAt !== null);
  if (past.length === 0) return null;
  return (
    <details className="wf-past f12">
      <summary className="t3">{t('flow.past', { count: past.length })}</summary>
      <ol>
        {past.map((visit) => (
          <li key={visit.no} className="row">
            <span className="el sp">{localWord(language, visit)}</span>
            {visit.late ? <span className="red">{t('flow.wasLate')}</span> : null}
            <span className="t3">
              {visit.leftBy} {visit.leftAt ? format.instant(visit.leftAt) : ''}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
};

const useRunActions = (
  run: FlowRunView,
  tick: (key: string, done: boolean) => void,
  go: (way: Way | null) => void,
): void => {
  const t = useText('resolve');
  const language = useLanguage();
  const actions = useMemo<Action[]>(() => {
    const next = run.abilities.tick ? run.step.checks.find((check) => check.doneAt === null) : undefined;
    const listed: Action[] = next
      ? [
          {
            id: 'resolve.flowTick',
            title: t('flow.tickNext', { text: language === 'en' && next.textEn !== '' ? next.textEn : next.text }),
            icon: 'check',
            keys: ['V'],
            section: 'current',
            priority: 58,
            run: () => tick(next.key, true),
          },
        ]
      : [];
    const ways = run.abilities.finish ? run.step.ways.filter((way) => way.open) : [];
    return [
      ...listed,
      ...ways.map((way, index): Action => ({
        id: `resolve.flowGo.${way.key}`,
        title: t('flow.go', {
          way: localWord(language, way),
          step: localWord(language, { name: way.toName, nameEn: way.toNameEn }),
        }),
        icon: 'branch',
        ...(index === 0 ? { keys: ['Shift+V'] } : {}),
        section: 'current',
        priority: 57 - index,
        run: () => go(way),
      })),
    ];
  }, [run, t, language, tick, go]);
  useActions(actions);
};

type WaysProps = {
  readonly run: FlowRunView;
  readonly busy: boolean;
  readonly go: (way: Way | null) => void;
};

const Ways = ({ run, busy, go }: WaysProps): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const ways = run.step.ways.filter((way) => way.open);
  return (
    <div className="rs-acts">
      {run.step.ways.length === 0 ? (
        <Button size="s" tone="soft" disabled={busy} onClick={() => go(null)}>
          {t('flow.finish')}
        </Button>
      ) : (
        ways.map((way, index) => (
          <Button
            key={way.key}
            size="s"
            tone={index === 0 ? 'soft' : 'plain'}
            disabled={busy}
            {...(index === 0 ? { keys: 'Shift+V' } : {})}
            onClick={() => go(way)}
          >
            {localWord(language, way)}
          </Button>
        ))
      )}
    </div>
  );
};

const Newer = ({ run, move }: { readonly run: FlowRunView; readonly move: () => void }): ReactElement | null => {
  const t = useText('resolve');
  if (run.flow.newestNo === null || run.flow.newestNo === run.flow.no) return null;
  return (
    <div className="f12 t3">
      {t('flow.newer', { no: run.flow.newestNo })}{' '}
      {run.abilities.move ? (
        <button type="button" className="ac" onClick={move}>
          {t('flow.moveOver')}
        </button>
      ) : null}
    </div>
  );
};

const RunBody = ({ number, run }: RunProps): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const acts = useRunActs(number, run);
  const missing = useMissing(run);
  const [asks, setAsks] = useState<{ way: Way | null } | null>(null);
  const { finish } = acts;
  // The ordinary buttons of the ticket obey the step as well: what they are refused for is shown here.
  useEffect(() => {
    const [first] = missingOf(run);
    return first ? whenRefused('resolve.flow_step_open', () => goToMissing(first)) : undefined;
  }, [run]);
  const go = useCallback(
    (way: Way | null): void => {
      const [first] = missing;
      if (first?.kind === 'check') {
        const names = missing.map((one) => one.name).join(t('ticket:listComma'));
        toast({
          text: t('errors.flow_step_open', { step: localWord(language, run.step), missing: names }),
          icon: 'over',
        });
        goToMissing(first);
      } else if (needsDialog(run, way)) setAsks({ way });
      else finish(way?.key ?? null);
    },
    [run, missing, finish, t, language],
  );
  useRunActions(run, acts.tick, go);
  const guidance = language === 'en' && run.step.guidanceEn !== '' ? run.step.guidanceEn : run.step.guidance;
  return (
    <>
      <StepHead run={run} />
      {run.state === 'running' && guidance !== '' ? <Guidance text={guidance} /> : null}
      {run.state === 'running' ? <Checks run={run} language={language} tick={acts.tick} /> : null}
      {run.step.approval === 'waiting' ? (
        <Banner tone="amber">
          {t('flow.waiting')}{' '}
          {run.step.requestId ? <Link to={`/approvals/${run.step.requestId}`}>{t('step.look')}</Link> : null}
        </Banner>
      ) : null}
      {run.step.approval === 'refused' ? <div className="f12 red">{t('flow.refused')}</div> : null}
      {run.abilities.finish ? (
        <>
          <MissingList missing={missing} />
          <Ways run={run} busy={acts.busy} go={go} />
        </>
      ) : null}
      {run.state === 'outside' ? <div className="f12 t3">{t('flow.outside')}</div> : null}
      {run.state === 'done' ? <div className="f12 t3">{t('flow.over')}</div> : null}
      <Visits run={run} />
      <Newer run={run} move={acts.move} />
      {asks ? <FinishDialog number={number} run={run} way={asks.way} onClose={() => setAsks(null)} /> : null}
    </>
  );
};

/** Where the ticket stands in its flow, and what this step asks for; nothing for tickets without one. */
const FlowPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('resolve');
  const language = useLanguage();
  const { data } = useRoute(readFlowRun, { params: { number } }, { topics: shown });
  const run = data?.run;
  if (!run) return null;
  return (
    <section aria-label={t('flow.title')}>
      <SectionTitle
        title={t('flow.title')}
        note={t('flow.version', { name: localWord(language, run.flow), no: run.flow.no })}
      />
      <RunBody number={number} run={run} />
    </section>
  );
};

export default FlowPanel;
