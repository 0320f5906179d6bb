import { formatTicketNumber, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { toldAt } from './leaders.rules.ts';
import { raiseAlarms } from './raise-alarms.ts';
import { levelsAbove, lookAround } from './tell-people.ts';

export type EmergencyAlarm = {
  readonly emergencyId: string;
  readonly ticket: Pick<TicketRow, 'id' | 'number' | 'subject' | 'departmentId'>;
  /** What is missing: nobody answered the call, or nothing was ticked off. */
  readonly missing: 'team' | 'measure';
  readonly dueAt: Date;
  /** 1 tells those who lead the department, 2 the level above, and so on; beyond the top nobody is left. */
  readonly step: number;
};

/** Tells one level of the department tree, once; returns how many people heard of it now. */
export const alarmEmergency = async (tx: Tx, app: App, alarm: EmergencyAlarm): Promise<number> => {
  const { emergencyId, ticket, missing, dueAt, step } = alarm;
  const levels = levelsAbove(await lookAround(tx, app), ticket.departmentId);
  if (step > levels.length) return 0;
  const at = app.clock.now();
  const data = {
    number: formatTicketNumber(ticket.number),
    subject: ticket.subject.slice(0, 80),
    missing,
    step,
    dueAt: dueAt.toISOString(),
    emergencyId,
  };
  return raiseAlarms(
    tx,
    toldAt(levels, step).map((personId) => ({
      id: newId(at),
      personId,
      kind: 'emergency',
      ticketId: ticket.id,
      data,
      at,
      onceKey: `emergency:${emergencyId}:${step}`,
    })),
  );
};
