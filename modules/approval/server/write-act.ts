import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { NewEvent } from '#platform/server/events/event.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { RejectTarget } from '../contract.ts';
import { approvalEvent } from './approval.events.ts';
import {
  insertAct,
  saveRequest,
  saveSeats,
  stateOf,
  type ActRecord,
  type RequestRecord,
  type StoredLevel,
} from './approval.queries.ts';
import type { RequestState } from './approval.state.ts';
import type { Absence } from './stand-in.rules.ts';
import { awaitedPeople } from './stand-ins.ts';
import { subjectOf, type Outcome } from './subjects.ts';
import type { Loaded } from './working-signers.ts';
import { afterMinutes } from './working-time.ts';

/** What was done, besides when and by whom. */
export type Deed = Pick<ActRecord, 'kind'> &
  Partial<
    Pick<ActRecord, 'seatNo' | 'insteadOf' | 'toPeople' | 'target' | 'place' | 'comment' | 'attachmentIds' | 'facts'>
  >;

/** When the level that is open now runs out of time. */
export const dueOf = async (
  tx: Tx,
  state: RequestState,
  levels: readonly StoredLevel[],
  now: Date,
): Promise<Date | null> => {
  const level = levels[state.level - 1];
  if (state.status !== 'open' || !level || level.timeoutMinutes === null) return null;
  return afterMinutes(tx, now, { timeoutMinutes: level.timeoutMinutes, timeoutIn: level.timeoutIn });
};

const outcomeOf = (state: RequestState): Outcome | null => {
  const { status } = state;
  return status === 'open' || status === 'returned' ? null : status;
};

export const writeAct = (tx: Tx, row: RequestRecord, actor: Actor, at: Date, deed: Deed): Promise<void> =>
  insertAct(tx, {
    requestId: row.id,
    no: row.actCount,
    round: row.round,
    level: row.level,
    seatNo: null,
    actorId: actor.id,
    actorName: actor.name,
    insteadOf: null,
    toPeople: [],
    target: null,
    place: null,
    comment: '',
    attachmentIds: [],
    facts: null,
    at,
    ...deed,
  });

/** What the change of state itself tells: a level opened, it came back, it was decided. */
const eventsOfChange = (
  before: RequestState,
  after: RequestState,
  row: RequestRecord,
  told: { actor: Actor; at: Date; absences: readonly Absence[]; target: RejectTarget },
): NewEvent[] => {
  const { actor, at, absences, target } = told;
  const about = { kind: row.kind, subjectId: row.subjectId };
  const events: NewEvent[] = [];
  const was = new Set(before.status === 'open' ? awaitedPeople(absences, before) : []);
  const fresh = awaitedPeople(absences, after).filter((id) => !was.has(id) || after.level !== before.level);
  if (after.round > before.round || after.status === 'returned')
    events.push(
      approvalEvent('approval.returned', row.id, actor, at, { ...about, target, requestedBy: row.requestedBy }),
    );
  if (fresh.length > 0) {
    const { level, round } = after;
    events.push(approvalEvent('approval.awaited', row.id, actor, at, { ...about, level, round, personIds: fresh }));
  }
  const outcome = outcomeOf(after);
  if (outcome)
    events.push(
      approvalEvent('approval.decided', row.id, actor, at, { ...about, outcome, requestedBy: row.requestedBy }),
    );
  return events;
};

export type Change = {
  readonly after: RequestState;
  readonly deed: Deed;
  readonly events: readonly NewEvent[];
  readonly actor: Actor;
  readonly at: Date;
  readonly absences: readonly Absence[];
  /** Levels and the rest that the act itself put into the row. */
  readonly row?: Partial<RequestRecord>;
};

/** Tells the owner of the subject in the same transaction: decision and effect are one. */
const tellOwner = async (tx: Tx, app: App, row: RequestRecord, change: Change): Promise<void> => {
  const subject = subjectOf(row.kind);
  const outcome = outcomeOf(change.after);
  const decision = { app, actor: change.actor, at: change.at, comment: change.deed.comment ?? '' };
  if (outcome) await subject?.onDecided(tx, row, outcome, decision);
  else if (change.after.status === 'returned') await subject?.onReturned?.(tx, row, decision);
};

/** Writes one act and everything that follows from it. */
export const applyChange = async (tx: Tx, app: App, loaded: Loaded, change: Change): Promise<Loaded> => {
  const { state: before } = loaded;
  const { after, actor, at, absences, deed } = change;
  const moved = after.level !== before.level || after.round !== before.round || after.status !== before.status;
  const base = { ...loaded.row, ...change.row };
  const row: RequestRecord = {
    ...base,
    status: after.status,
    round: after.round,
    submittedRound: after.submittedRound,
    level: after.level,
    decidedAt: outcomeOf(after) ? (loaded.row.decidedAt ?? at) : null,
    dueAt: moved ? await dueOf(tx, after, base.levels, at) : base.dueAt,
    actCount: loaded.row.actCount + 1,
  };
  // An act stands in the round and at the level in which it was done, whatever it led to.
  const placed = deed.kind === 'resubmitted' ? row : { ...row, round: before.round, level: before.level };
  await writeAct(tx, placed, actor, at, deed);
  await saveSeats(tx, row.id, before, after);
  await saveRequest(tx, row);
  const target = deed.target ?? { kind: 'start' };
  const isBack = deed.kind !== 'resubmitted';
  const told = eventsOfChange(before, after, row, { actor, at, absences, target });
  await emit(tx, [...change.events, ...told.filter((event) => isBack || event.name !== 'approval.returned')]);
  if (moved) await tellOwner(tx, app, row, change);
  return { row, state: stateOf(row, after.seats) };
};
