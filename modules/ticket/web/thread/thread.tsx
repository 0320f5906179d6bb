import { useQueries } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { type ThreadMark, threadMarkers } from '#platform/web/module.ts';
import {
  Avatar,
  Button,
  Empty,
  EventLine,
  Icon,
  Loaded,
  MarkLine,
  Pill,
  ThreadEntry,
} from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { type MessageEntry, type ThreadEntry as Entry, ticketRoutes } from '../../contract.ts';
import { useEventNames } from '../fields/use-fields.ts';
import { usePermalink } from './use-permalink.ts';
import { Attachments } from './attachments.tsx';
import { eventActor, eventIcon, eventWords } from './event-words.ts';
import {
  countThread,
  type EventEntry,
  foldThread,
  type ThreadFilter,
  threadFilters,
  type ThreadPart,
} from './fold-thread.ts';

/** Pages come newest first, each oldest first; the thread reads from the oldest down. */
export const useThread = (number: string) => {
  const query = usePagedRoute(ticketRoutes.thread, (cursor) => ({
    params: { number },
    query: { limit: 60, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const { data, items } = query;
  const entries = useMemo(() => {
    if (!data) return undefined;
    const ordered: Entry[] = [];
    let from = items.length;
    for (const page of data.pages.toReversed()) {
      ordered.push(...items.slice(from - page.items.length, from));
      from -= page.items.length;
    }
    return ordered;
  }, [data, items]);
  return { entries, query };
};

/** What other modules (the clocks) mark in the thread. */
const useMarks = (number: string): readonly ThreadMark[] => {
  const language = useLanguage();
  return useQueries({
    queries: threadMarkers().map((marker) => ({
      queryKey: ['tickets', 'marks', marker.id, number, language],
      queryFn: ({ signal }: { signal: AbortSignal }) => marker.marksOf(number, signal),
    })),
    combine: (results) => results.flatMap((result) => result.data ?? []),
  });
};

const At = ({ at, id }: { readonly at: string; readonly id: string }): ReactElement => {
  const format = useFormat();
  return (
    <a className="t3 wat" href={`#${id}`} title={format.full(at)}>
      <time dateTime={at}>{format.instant(at)}</time>
    </a>
  );
};

const forms = { in: 'customer', out: 'reply', note: 'note' } as const;

const Message = ({ entry }: { readonly entry: MessageEntry }): ReactElement => {
  const t = useText('ticket');
  const author = entry.authorName || t(entry.authorKind === 'customer' ? 'anonymous' : 'system');
  const fact =
    entry.direction === 'in' ? t(`channel.${entry.channel}`) : t(entry.direction === 'out' ? 'reply' : 'innerNote');
  return (
    <ThreadEntry
      form={forms[entry.direction]}
      author={author}
      facts={<span>{fact}</span>}
      at={<At at={entry.at} id={`m-${entry.id}`} />}
      avatar={<Avatar name={author} customer={entry.direction === 'in'} decorative />}
      id={`m-${entry.id}`}
      after={<Attachments files={entry.attachments} />}
    >
      {entry.body}
    </ThreadEntry>
  );
};

const EventRow = ({ entry, end }: { readonly entry: EventEntry; readonly end?: ReactNode }): ReactElement => {
  const t = useText('ticket');
  const names = useEventNames();
  const format = useFormat();
  const actor = eventActor(t, entry);
  return (
    <EventLine
      icon={eventIcon(entry.name)}
      end={
        <span className="row">
          {end}
          <time dateTime={entry.at} title={format.full(entry.at)}>
            {format.instant(entry.at)}
          </time>
        </span>
      }
    >
      {actor ? <b>{actor} </b> : null}
      {eventWords(t, entry, names)}
    </EventLine>
  );
};

/** A run of events: the last one in sight, the others behind it. */
const EventRun = ({ entries }: { readonly entries: readonly EventEntry[] }): ReactElement | null => {
  const t = useText('ticket');
  const [open, setOpen] = useState(false);
  const [first, ...others] = entries;
  if (!first) return null;
  const toggle =
    others.length === 0 ? null : (
      <button
        type="button"
        className="row t3 f12"
        style={{ gap: 2 }}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? t('thread.fold') : t('thread.more', { count: others.length })}
        <Icon name={open ? 'up' : 'down'} size="xs" />
      </button>
    );
  return (
    <>
      <EventRow entry={first} end={toggle} />
      {open ? others.map((entry) => <EventRow key={entry.id} entry={entry} />) : null}
    </>
  );
};

const Part = ({ part }: { readonly part: ThreadPart }): ReactElement => {
  if (part.kind === 'message') return <Message entry={part.entry} />;
  if (part.kind === 'events') return <EventRun entries={part.entries} />;
  return <MarkLine tone={part.mark.tone}>{part.mark.text}</MarkLine>;
};

/** Stays at the newest entry as long as the reader has not scrolled away from it, also when pictures come in late. */
const useStickToEnd = () => {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const inside = content.current;
    if (!inside) return undefined;
    const observer = new ResizeObserver(() => {
      const element = box.current;
      if (element && atEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(inside);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    const element = box.current;
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
  };
  const letGo = useCallback(() => {
    atEnd.current = false;
  }, []);
  return { box, content, onScroll, letGo };
};

type ThreadProps = {
  readonly number: string;
  readonly thread: ReturnType<typeof useThread>;
  readonly aside?: ReactNode;
};

export const Thread = ({ number, thread, aside }: ThreadProps): ReactElement => {
  const t = useText('ticket');
  const [filter, setFilter] = useState<ThreadFilter>('all');
  const marks = useMarks(number);
  const { entries, query } = thread;
  const counts = countThread(entries ?? []);
  const parts = foldThread(entries ?? [], marks, filter);
  const { box, content, onScroll, letGo } = useStickToEnd();
  usePermalink(box, entries, query, () => {
    letGo();
    if (filter !== 'all') setFilter('all');
  });
  return (
    <>
      <div className="tf" role="group" aria-label={t('thread.filter')}>
        {threadFilters.map((each) => (
          <Pill key={each} on={filter === each} onClick={() => setFilter(each)}>
            {t(`thread.${each}`, { count: `${counts[each]}${query.hasNextPage ? '+' : ''}` })}
          </Pill>
        ))}
        <span className="sp" />
        {aside}
      </div>
      <div
        className="tb"
        ref={box}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label={t('thread.label', { number: ticketNumber(number) })}
      >
        <div className="col wlog" ref={content}>
          <Loaded
            data={entries}
            error={query.problem}
            onRetry={() => void query.refetch()}
            errorTitle={t('thread.failed')}
          >
            {() => (
              <>
                {query.hasNextPage ? (
                  <Button
                    tone="ghost"
                    size="s"
                    icon="up"
                    busy={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t('thread.earlier')}
                  </Button>
                ) : null}
                {parts.map((part) => (
                  <Part key={part.id} part={part} />
                ))}
                {parts.length === 0 ? <Empty kind="none" icon="rows" title={t('thread.nothing')} /> : null}
              </>
            )}
          </Loaded>
        </div>
      </div>
    </>
  );
};
