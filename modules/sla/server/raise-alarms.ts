import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { insertAlarms, type NewAlarm } from './alarm.queries.ts';

/** The subject is the person: his screens ask again. */
export const alarmRaised = 'sla_alarm.raised';

/** Writes alarms and tells the screens of those to whom they are new; returns how many people that were. */
export const raiseAlarms = async (tx: Tx, alarms: readonly NewAlarm[]): Promise<number> => {
  const told = await insertAlarms(tx, alarms);
  const at = alarms[0]?.at;
  if (at)
    await emit(
      tx,
      told.map((personId) => ({ name: alarmRaised, subjectId: personId, actor: systemActor, at, data: {} })),
    );
  return told.length;
};
