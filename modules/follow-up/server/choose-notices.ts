import type { NoticeKey } from '#modules/knowledge/contract.ts';
import type { EventRow } from '#platform/server/events/event.ts';

export type Occasion = { key: NoticeKey; ticketId: string; eventId: number };

const noticeByEvent: Readonly<Record<string, NoticeKey>> = {
  'ticket.opened': 'received',
  'ticket.restored': 'received',
  'ticket.accepted': 'accepted',
  'ticket.message_added': 'replied',
  'ticket.answered': 'answered',
  'ticket.closed': 'closed',
  'ticket.reopened': 'reopened',
  'ticket.declined': 'declined',
};

export const toldEvents: readonly string[] = Object.keys(noticeByEvent);

const isOutbound = (event: EventRow): boolean => event.data['direction'] === 'out';
/** A file of old feedback is not news to those who once wrote it. */
const isQuiet = (event: EventRow): boolean => event.data['spam'] === true || event.data['channel'] === 'import';

/** What a louder event of the same breath (transaction) says already. */
const quieterThan: Readonly<Record<string, readonly NoticeKey[]>> = {
  replied: ['accepted'],
  answered: ['replied', 'accepted'],
  declined: ['replied', 'accepted'],
};

/**
 * What each event gives the customer to read: one message per breath. Sending a reply that also accepts or answers the
 * case writes three events, and tells the customer once.
 */
export const chooseNotices = (events: readonly EventRow[]): Occasion[] => {
  const breaths = Map.groupBy(events, (event) => `${event.xid} ${event.subjectId}`);
  return [...breaths.values()].flatMap((breath) => {
    const told = breath.flatMap((event): Occasion[] => {
      const key = noticeByEvent[event.name];
      if (key === undefined || (key === 'replied' && !isOutbound(event))) return [];
      if (event.name === 'ticket.opened' && isQuiet(event)) return [];
      return [{ key, ticketId: event.subjectId, eventId: event.id }];
    });
    const covered = new Set(told.flatMap(({ key }) => quieterThan[key] ?? []));
    return told.filter(({ key }) => !covered.has(key));
  });
};
