import { formatTicketNumber, ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { stepClock } from '../contract.ts';
import type { NewAlarm } from './alarm.queries.ts';
import { raiseAlarms } from './raise-alarms.ts';
import { handlerOf, leadersOf, lookAround } from './tell-people.ts';

export type StepAlarm = {
  readonly ticketId: string;
  /** What the time belongs to: the same one is told of once for `near` and once for `late`. */
  readonly occasion: string;
  readonly what: 'near' | 'late';
  readonly name: string;
  readonly nameEn: string;
  readonly dueAt: Date;
};

const kinds = { near: 'warned', late: 'breached' } as const;

/** Steps of flows have clocks of their own: nearly over is told to the handler, over to who leads his department too. */
export const alarmSteps = async (tx: Tx, app: App, alarms: readonly StepAlarm[]): Promise<number> => {
  if (alarms.length === 0) return 0;
  const ids = [...new Set(alarms.map((one) => one.ticketId))];
  const tickets = new Map((await ticketsByIds(tx, ids)).map((ticket) => [ticket.id, ticket]));
  const around = await lookAround(tx, app);
  const at = app.clock.now();
  const told = alarms.flatMap((one): NewAlarm[] => {
    const ticket = tickets.get(one.ticketId);
    if (!ticket) return [];
    const people = [...handlerOf(ticket, around), ...(one.what === 'late' ? leadersOf(ticket, around, 1) : [])];
    const data = {
      number: formatTicketNumber(ticket.number),
      subject: ticket.subject.slice(0, 80),
      clock: stepClock,
      clockName: one.name,
      clockNameEn: one.nameEn,
      dueAt: one.dueAt.toISOString(),
    };
    return [...new Set(people)].map((personId) => ({
      id: newId(at),
      personId,
      kind: kinds[one.what],
      ticketId: ticket.id,
      data,
      at,
      onceKey: `step:${one.occasion}:${one.what}`,
    }));
  });
  return raiseAlarms(tx, told);
};
