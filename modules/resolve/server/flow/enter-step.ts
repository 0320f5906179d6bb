import { pausedTickets } from '#modules/sla/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { resolveEvent } from '../resolve.events.ts';
import { doOnEnter } from './on-enter.ts';
import { insertVisit, nextVisitNo, saveRun, setFaults, type RunRow } from './run.queries.ts';
import { stepWords, type Entering } from './stay.ts';
import { timesOfStep } from './step-time.ts';

/** Begins a stay at a step: its clock, its automatic actions, its line in the thread. Returns the run as it stands now. */
export const enterStep = async (tx: Tx, entering: Entering): Promise<RunRow> => {
  const { app, actor, ticket, run, step } = entering;
  const at = app.clock.now();
  const no = await nextVisitNo(tx, ticket.id);
  const visit = {
    id: newId(at),
    ticketId: ticket.id,
    no,
    flowId: run.flowId,
    versionNo: run.no,
    stepKey: step.key,
    enteredAt: at,
    ...timesOfStep(app, step, at),
    // It begins as its ticket stands.
    pausedAt: (await pausedTickets(tx, [ticket.id])).has(ticket.id) ? at : null,
  };
  await insertVisit(tx, visit);
  const now: RunRow = {
    ticketId: ticket.id,
    flowId: run.flowId,
    no: run.no,
    state: 'running',
    visit: no,
    boundVisit: run.boundVisit ?? no,
    boundAt: run.boundAt ?? at,
  };
  await saveRun(tx, now);
  await emit(tx, [resolveEvent('resolve.flow_step', ticket.id, actor, at, { ...stepWords(step), visit: no })]);
  const faults = await doOnEnter(tx, entering, visit);
  if (faults.length > 0) await setFaults(tx, ticket.id, no, faults);
  return now;
};
