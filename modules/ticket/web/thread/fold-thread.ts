import type { ThreadMark } from '#platform/web/module.ts';
import type { MessageEntry, ThreadEntry } from '../../contract.ts';

export const threadFilters = ['all', 'talk', 'notes', 'events'] as const;
export type ThreadFilter = (typeof threadFilters)[number];

export type EventEntry = Extract<ThreadEntry, { type: 'event' }>;
export type ThreadPart =
  | { readonly kind: 'message'; readonly id: string; readonly entry: MessageEntry }
  | { readonly kind: 'events'; readonly id: string; readonly entries: readonly EventEntry[] }
  | { readonly kind: 'mark'; readonly id: string; readonly mark: ThreadMark };

/** Said by the marks of the clocks, which know how late. */
const toldByMark = new Set(['sla.warned', 'sla.breached']);

const wanted: Record<ThreadFilter, (entry: ThreadEntry) => boolean> = {
  all: () => true,
  talk: (entry) => entry.type === 'message' && entry.direction !== 'note',
  notes: (entry) => entry.type === 'message' && entry.direction === 'note',
  events: (entry) => entry.type === 'event',
};

export const countThread = (entries: readonly ThreadEntry[]): Record<ThreadFilter, number> => ({
  all: entries.filter(wanted.all).length,
  talk: entries.filter(wanted.talk).length,
  notes: entries.filter(wanted.notes).length,
  events: entries.filter(wanted.events).length,
});

type Timed = { readonly at: string; readonly part: ThreadPart };

const merged = (entries: readonly ThreadEntry[], marks: readonly ThreadMark[]): Timed[] => {
  const timed = entries.map((entry): Timed => ({
    at: entry.at,
    part:
      entry.type === 'message'
        ? { kind: 'message', id: entry.id, entry }
        : { kind: 'events', id: `e${entry.id}`, entries: [entry] },
  }));
  const first = entries[0]?.at;
  // A mark older than what is loaded would stand at the wrong place.
  const inSight = marks.filter((mark) => first !== undefined && mark.at >= first);
  const marked = inSight.map((mark): Timed => ({ at: mark.at, part: { kind: 'mark', id: `m${mark.id}`, mark } }));
  // The sort is stable: at the same instant the order of the server stays.
  return [...timed, ...marked].toSorted((a, b) => a.at.localeCompare(b.at));
};

/** The thread as it is shown: filtered, runs of events folded into one line, marks of clocks between. */
export const foldThread = (
  entries: readonly ThreadEntry[],
  marks: readonly ThreadMark[],
  filter: ThreadFilter,
): ThreadPart[] => {
  const hasMarks = marks.length > 0;
  const kept = entries
    .filter(wanted[filter])
    .filter((entry) => entry.type === 'message' || !hasMarks || filter === 'events' || !toldByMark.has(entry.name));
  const parts: ThreadPart[] = [];
  for (const { part } of merged(kept, filter === 'all' ? marks : [])) {
    const last = parts.at(-1);
    if (part.kind === 'events' && last?.kind === 'events' && filter !== 'events') {
      parts[parts.length - 1] = { ...last, entries: [...last.entries, ...part.entries] };
    } else parts.push(part);
  }
  return parts;
};

/** The newest word of the customer, against which a writer's view may be out of date. */
export const latestIncoming = (entries: readonly ThreadEntry[]): MessageEntry | undefined =>
  entries.filter((entry) => entry.type === 'message').findLast((entry) => entry.direction === 'in');
