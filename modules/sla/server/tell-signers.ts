import { z } from 'zod';
import { requestTitles } from '#modules/approval/server/index.ts';
import { formatTicketNumber, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import type { AlarmData, NewAlarm } from './alarm.queries.ts';
import { extensionKind } from './extend-clock.ts';
import { extensionsByIds, type ExtensionRow } from './extension.queries.ts';
import { raiseAlarms } from './raise-alarms.ts';

const asked = z.object({ kind: z.string(), subjectId: z.string(), personIds: z.array(z.string()) });
const awaited = 'approval.awaited';
const how: Readonly<Record<string, string>> = {
  'approval.urged': 'urged',
  'approval.reminded': 'reminded',
  'approval.escalated': 'escalated',
};

type Wanted = { extension: ExtensionRow; ticket: TicketRow };

const wantedTime = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Wanted>> => {
  const extensions = await extensionsByIds(tx, ids);
  const tickets = new Map(
    (await ticketsByIds(tx, [...new Set(extensions.map((one) => one.ticketId))])).map((t) => [t.id, t]),
  );
  return new Map(
    extensions.flatMap((extension): [string, Wanted][] => {
      const ticket = tickets.get(extension.ticketId);
      return ticket ? [[extension.id, { extension, ticket }]] : [];
    }),
  );
};

const aboutTime = ({ extension, ticket }: Wanted): AlarmData => ({
  number: formatTicketNumber(ticket.number),
  subject: ticket.subject.slice(0, 80),
  clock: extension.clock,
  dueAt: extension.oldDueAt.toISOString(),
  newDueAt: extension.newDueAt.toISOString(),
});

/** A request for more time is news by itself, its clock does not wait; others stand in the list until somebody is reminded. */
const alarmsFor = async (tx: Tx, events: readonly EventRow[]): Promise<NewAlarm[]> => {
  const read = events.map((event) => ({ event, data: asked.parse(event.data) }));
  const told = read.filter(({ event, data }) => event.name !== awaited || data.kind === extensionKind);
  const titles = new Map(
    (
      await requestTitles(
        tx,
        told.map(({ event }) => event.subjectId),
      )
    ).map((one) => [one.id, one]),
  );
  const times = await wantedTime(
    tx,
    told.flatMap(({ data }) => (data.kind === extensionKind ? [data.subjectId] : [])),
  );
  return told.flatMap(({ event, data }): NewAlarm[] => {
    const request = titles.get(event.subjectId);
    if (request?.status !== 'open') return [];
    const time = times.get(data.subjectId);
    const alarm: AlarmData = {
      requestId: request.id,
      approvalKind: request.kind,
      title: request.title,
      how: how[event.name] ?? null,
      ...(time ? aboutTime(time) : {}),
    };
    return [...new Set(data.personIds)].map((personId) => ({
      id: newId(event.at),
      personId,
      kind: event.name === awaited ? 'extension_asked' : 'approval_urged',
      ticketId: time?.ticket.id ?? null,
      data: alarm,
      at: event.at,
      onceKey: String(event.id),
    }));
  });
};

/** Whose signature is awaited, where waiting costs time. */
export const tellSigners: Subscriber = {
  name: 'sla.tell_signers',
  events: [awaited, ...Object.keys(how)],
  handle: async (_app, tx, events) => {
    await raiseAlarms(tx, await alarmsFor(tx, events));
  },
};
