import './alarms.css';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import { cappedCount, ticketNumber, useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Button, Empty, Icon, IconButton, Loaded, Page, Pill, SkeletonRows } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type Alarm, listAlarms, seeAlarms } from '../contract.ts';
import { alarmLook, alarmPlace, alarmSentence } from './alarm-words.ts';

type RowProps = { readonly alarm: Alarm; readonly onSeen: (id: string) => void };

const Row = ({ alarm, onSeen }: RowProps): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  const format = useFormat();
  const { icon, tone } = alarmLook(alarm);
  const sentence = alarmSentence(alarm, { t, english: language === 'en', instant: format.instant });
  const { number, subject } = alarm.data;
  return (
    <li className={`al-row ${alarm.seen ? '' : 'fresh'}`}>
      <Icon name={icon} className={tone} />
      <Link
        to={alarmPlace(alarm)}
        className="al-what"
        onClick={() => {
          if (!alarm.seen) onSeen(alarm.id);
        }}
      >
        <span className="al-say">
          {alarm.seen ? null : <span className="sr">{t('alarm.unseen')} </span>}
          {sentence}
        </span>
        {typeof number === 'string' ? (
          <span className="al-ticket t3 f12">
            {ticketNumber(number.replaceAll('-', ''))} {subject}
          </span>
        ) : null}
      </Link>
      <time className="t3 f12 nw" dateTime={alarm.at} title={format.full(alarm.at)}>
        {format.instant(alarm.at).split(' ').at(-1)}
      </time>
      {alarm.seen ? (
        <span className="al-gap" />
      ) : (
        <IconButton icon="check" size="s" label={t('alarm.see', { what: sentence })} onClick={() => onSeen(alarm.id)} />
      )}
    </li>
  );
};

/** Days in the order in which they come, each with what it brought. */
const useDays = (items: readonly Alarm[]): [string, Alarm[]][] => {
  const t = useText('sla');
  const format = useFormat();
  const today = format.day(format.now.toISOString());
  const days = Map.groupBy(items, (alarm) => format.day(alarm.at));
  return [...days].map(([day, alarms]) => [day === today ? t('alarm.today') : day, alarms]);
};

type Keys = { readonly move: (step: 1 | -1) => void; readonly seeAll: () => void };

const rowLinks = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.al-row a')];

/** The letters of every list of the desk; Enter follows the link that has the focus. */
const useAlarmKeys = (canSeeAll: boolean, keys: Keys): void => {
  const t = useText('sla');
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const actions = useMemo<Action[]>(() => {
    const moves = [
      { id: 'alarm.next', icon: 'down', key: 'J', step: 1 },
      { id: 'alarm.previous', icon: 'up', key: 'K', step: -1 },
    ] as const;
    const moving = moves.map(({ id, icon, key, step }): Action => ({
      id,
      title: t(id),
      icon,
      keys: [key],
      section: 'go',
      priority: 2000,
      run: () => latest.current.move(step),
    }));
    const all: Action = {
      id: 'alarm.seeAll',
      title: t('alarm.seeAll'),
      icon: 'checks',
      keys: ['Shift+E'],
      section: 'current',
      priority: 90,
      run: () => latest.current.seeAll(),
    };
    return canSeeAll ? [...moving, all] : moving;
  }, [canSeeAll, t]);
  useActions(actions);
};

type ListProps = { readonly items: readonly Alarm[]; readonly onSeen: (id: string) => void };

const Days = ({ items, onSeen }: ListProps): ReactElement => {
  const days = useDays(items);
  return (
    <>
      {days.map(([day, alarms]) => (
        <section key={day} aria-label={day}>
          <h2 className="al-day t3 f12">{day}</h2>
          <ul className="al-list card">
            {alarms.map((alarm) => (
              <Row key={alarm.id} alarm={alarm} onSeen={onSeen} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
};

/** What clocks and approvals had to tell me, day by day; new ones come in by themselves. */
const AlarmsPage = (): ReactElement => {
  const t = useText('sla');
  const [unseen, setUnseen] = useState(false);
  const list = usePagedRoute(
    listAlarms,
    (cursor) => ({
      query: { limit: 50, ...(unseen ? { unseen: 'true' } : {}), ...(cursor === undefined ? {} : { cursor }) },
    }),
    { topics: ['alarms'] },
  );
  const see = useRouteMutation(seeAlarms, {
    topics: ['alarms'],
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const waiting = list.data?.pages[0]?.unseen;
  const newest = list.items[0];
  const some = waiting !== undefined && waiting.count > 0;
  const seeAll = (): void => {
    if (newest && some) see.mutate({ body: { upTo: newest.id } });
  };
  useAlarmKeys(some, {
    seeAll,
    move: (step) => {
      const links = rowLinks();
      const at = links.findIndex((link) => link === document.activeElement);
      links[at < 0 ? 0 : at + step]?.focus();
    },
  });
  return (
    <Page
      title={t('nav.alarms')}
      note={some ? t('alarm.waiting', { count: cappedCount(waiting) }) : undefined}
      actions={
        <div className="row wrap" role="group" aria-label={t('alarm.filter')}>
          <Pill on={!unseen} onClick={() => setUnseen(false)}>
            {t('alarm.all')}
          </Pill>
          <Pill on={unseen} onClick={() => setUnseen(true)}>
            {t('alarm.unseen')}
          </Pill>
          {some ? (
            <Button icon="checks" keys="Shift+E" busy={see.isPending} onClick={seeAll}>
              {t('alarm.seeAll')}
            </Button>
          ) : null}
        </div>
      }
    >
      <div className="al">
        <Loaded
          data={list.data ? list.items : undefined}
          error={list.problem}
          onRetry={() => void list.refetch()}
          skeleton={<SkeletonRows rows={6} />}
        >
          {(items) =>
            items.length === 0 ? (
              <Empty
                kind="done"
                icon="bell"
                title={t(unseen ? 'alarm.allSeen' : 'alarm.none')}
                text={t('alarm.noneText')}
              />
            ) : (
              <Days items={items} onSeen={(id) => see.mutate({ body: { ids: [id] } })} />
            )
          }
        </Loaded>
        {list.hasNextPage ? (
          <div className="row al-more">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('platform:loadMore')}
            </Button>
          </div>
        ) : null}
      </div>
    </Page>
  );
};

export default AlarmsPage;
