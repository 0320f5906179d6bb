import './clocks.css';
import { type ReactElement, useMemo, useState } from 'react';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useFormat } from '#platform/web/format.ts';
import { hasText, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Bar, ClockBadge, IconButton, Loaded, Menu, Tag } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type ClockView, pauseClocks, pauseReasons, readClocks, resumeClocks } from '../contract.ts';
import { type ShownClock, shownClock } from './clock-form.ts';
import { ExtensionDialog } from './extension-dialog.tsx';
import { ExtensionLines } from './extension-lines.tsx';
import { TracePopover } from './trace-popover.tsx';
import { useClockName } from './use-clock-name.ts';

const Badge = ({ shown }: { readonly shown: ShownClock }): ReactElement => {
  const t = useText('sla');
  if (shown.form === 'cancelled') return <Tag line>{t('cancelled')}</Tag>;
  if (shown.form === 'paused') {
    return (
      <ClockBadge
        form="paused"
        text={hasText('sla', `reason.${shown.reason}`) ? t(`reason.${shown.reason}`) : shown.reason}
      />
    );
  }
  return <ClockBadge form={shown.form} ms={shown.ms} />;
};

type ClockProps = { readonly clock: ClockView; readonly onExtend: () => void };

const Clock = ({ clock, onExtend }: ClockProps): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  const shown = shownClock(clock, format.now);
  const live = shown.form !== 'met' && shown.form !== 'cancelled' && clock.metAt === null;
  const tone = shown.form === 'near' || shown.form === 'over' ? { tone: shown.form } : {};
  const nameOf = useClockName();
  const name = nameOf(clock);
  return (
    <div className="sclock">
      <div className="row">
        <span className={live ? '' : 't2'}>{name}</span>
        <span className="sp" />
        {live ? (
          <time className="t2 f12 nw" dateTime={clock.dueAt} title={format.full(clock.dueAt)}>
            {format.instant(clock.dueAt)}
          </time>
        ) : null}
        <Badge shown={shown} />
      </div>
      {live ? (
        <>
          <div style={{ margin: '5px 0' }}>
            <Bar share={shown.share} label={t('used', { name })} {...tone} />
          </div>
          <div className="row f12">
            <TracePopover clock={clock}>
              <button type="button" className="ac" aria-label={t('explainOf', { name })}>
                {t('explain')}
              </button>
            </TracePopover>
            {clock.extendable.length > 0 ? (
              <button type="button" className="ac" onClick={onExtend}>
                {t('extend.open')}
              </button>
            ) : null}
            <span className="sp" />
            {clock.provisional ? <Tag line>{t('provisional')}</Tag> : null}
          </div>
          {clock.pausedMinutes > 0 ? (
            <div className="f12 t3">{t('pausedFor', { time: format.words(clock.pausedMinutes * 60_000) })}</div>
          ) : null}
        </>
      ) : null}
      <ExtensionLines clock={clock} />
    </div>
  );
};

/** Stopping and going on, for those who may: as a menu here, and as actions in the palette. */
const usePausing = (number: string, clocks: readonly ClockView[]) => {
  const t = useText('sla');
  const may = useRoute(ticketRoutes.read, { params: { number } }).data?.abilities.pause ?? false;
  const onProblem = (problem: Parameters<typeof problemText>[0]): number =>
    toast({ text: problemText(problem), icon: 'over' });
  const pause = useRouteMutation(pauseClocks, {
    onProblem,
    onDone: () => toast({ text: t('done.paused'), icon: 'pause' }),
  });
  const resume = useRouteMutation(resumeClocks, {
    onProblem,
    onDone: () => toast({ text: t('done.resumed'), icon: 'play' }),
  });
  const stop = pause.mutate;
  const goOn = resume.mutate;
  const paused = clocks.some((clock) => clock.state === 'paused');
  const runs = clocks.some(
    (clock) => clock.state === 'running' || (clock.state === 'breached' && clock.metAt === null),
  );
  const actions = useMemo<Action[]>(() => {
    if (!may) return [];
    const params = { number };
    const resuming: Action = {
      id: 'sla.resume',
      title: t('action.resume'),
      icon: 'play',
      section: 'current',
      priority: 30,
      run: () => goOn({ params }),
    };
    const pausing = pauseReasons.map((reason): Action => ({
      id: `sla.pause.${reason}`,
      title: t('action.pause', { reason: t(`reason.${reason}`) }),
      icon: 'pause',
      section: 'current',
      priority: 30,
      run: () => stop({ params, body: { reason } }),
    }));
    return paused ? [resuming] : runs ? pausing : [];
  }, [may, paused, runs, number, stop, goOn, t]);
  useActions(actions);
  return actions;
};

/** Asking for more time: one action for all clocks that may be extended, with the longest promise chosen first. */
const useExtending = (clocks: readonly ClockView[]) => {
  const t = useText('sla');
  const nameOf = useClockName();
  const [asks, setAsks] = useState<string | null>(null);
  const extendable = clocks.filter((clock) => clock.extendable.length > 0);
  const first = extendable[0];
  const clock = first?.clock;
  const name = first ? nameOf(first) : '';
  const actions = useMemo<Action[]>(
    () =>
      clock === undefined
        ? []
        : [
            {
              id: 'sla.extend',
              title: t('action.extend', { name }),
              icon: 'clock',
              keys: ['D'],
              section: 'current',
              priority: 31,
              run: () => setAsks(clock),
            },
          ],
    [clock, name, t],
  );
  useActions(actions);
  return { asks, setAsks, extendable };
};

/** The newest round of each clock; earlier rounds stand in the thread. */
const latestOfEach = (clocks: readonly ClockView[]): ClockView[] => {
  const newest = new Map<string, ClockView>();
  for (const clock of clocks.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))) newest.set(clock.clock, clock);
  // The longest promise first: it is what the case is about.
  return [...newest.values()].toSorted((a, b) => b.dueAt.localeCompare(a.dueAt) || a.clock.localeCompare(b.clock));
};

const Clocks = ({ number, items }: { readonly number: string; readonly items: readonly ClockView[] }): ReactElement => {
  const t = useText('sla');
  const clocks = latestOfEach(items);
  const actions = usePausing(number, clocks);
  const { asks, setAsks, extendable } = useExtending(clocks);
  return (
    <>
      <h3>
        {t('panel')}
        <span className="sp" />
        {actions.length > 0 ? (
          <Menu
            items={actions.map((action) => ({
              key: action.id,
              label: action.title ?? '',
              icon: action.icon,
              onClick: () => action.run({ navigate: () => undefined, session: null, can: () => true }),
            }))}
          >
            <IconButton icon="pause" size="s" className="tiny" label={t('pauseMenu')} />
          </Menu>
        ) : null}
      </h3>
      {clocks.map((clock) => (
        <Clock key={clock.clock} clock={clock} onExtend={() => setAsks(clock.clock)} />
      ))}
      {clocks.length === 0 ? <div className="f12 t3">{t('none')}</div> : null}
      {asks === null ? null : (
        <ExtensionDialog number={number} clocks={extendable} first={asks} onClose={() => setAsks(null)} />
      )}
    </>
  );
};

const ClocksPanel = ({ number }: TicketPanelProps): ReactElement => {
  const { data, error, refetch } = useRoute(readClocks, { params: { number } }, { topics: ['clocks'] });
  return (
    <section>
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {({ items }) => <Clocks number={number} items={items} />}
      </Loaded>
    </section>
  );
};

export default ClocksPanel;
