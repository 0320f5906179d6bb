import type { z } from 'zod';
import { findDepartments, peopleByIds } from '#modules/staff/server/index.ts';
import type { StoredFileView } from '#platform/contract/stored-file.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { App } from '#platform/server/app.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { NamedPerson, requestRowSchema, requestSchema } from '../contract.ts';
import { actsOf, requestsByIds, seatsOf, stateOf, type ActRecord, type RequestRecord } from './approval.queries.ts';
import { canWithdraw, seatFor } from './approval.rules.ts';
import { isReady, neededOf, readySeats, urgeFreeAt, type RequestState, type Seat } from './approval.state.ts';
import { absencesAt } from './delegation.queries.ts';
import { filesOfRequest, fileView } from './file.queries.ts';
import { flowVersions } from './flow.queries.ts';
import { standInOf, type Absence } from './stand-in.rules.ts';
import { voterOn } from './stand-ins.ts';
import { subjectOf } from './subjects.ts';

type RowView = z.input<typeof requestRowSchema>;
type View = z.input<typeof requestSchema>;
export type NameOf = (id: string) => NamedPerson;

/** Names of people with their departments, in the reader's language. */
export const namesOf = async (tx: Tx, actor: Pick<Actor, 'locale'>, ids: readonly string[]): Promise<NameOf> => {
  const people = new Map((await peopleByIds(tx, [...new Set(ids)])).map((person) => [person.id, person]));
  const departments = new Map((await findDepartments(tx)).map((each) => [each.id, each]));
  return (id) => {
    const person = people.get(id);
    const place = departments.get(person?.departmentId ?? '');
    const english = actor.locale === 'en' && place?.nameEn;
    return {
      id,
      name: person?.displayName ?? '—',
      departmentName: english ? place.nameEn : (place?.name ?? ''),
      active: person?.active ?? false,
    };
  };
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const rowView = (row: RequestRecord, state: RequestState, nameOf: NameOf): RowView => ({
  id: row.id,
  kind: row.kind,
  subjectId: row.subjectId,
  title: row.title,
  link: row.link,
  facts: row.facts,
  status: row.status,
  round: row.round,
  level: row.level,
  levels: row.levels.length,
  levelName: row.levels[row.level - 1]?.name ?? '',
  levelNameEn: row.levels[row.level - 1]?.nameEn ?? '',
  requestedBy: nameOf(row.requestedBy),
  requestedAt: row.requestedAt.toISOString(),
  decidedAt: iso(row.decidedAt),
  dueAt: iso(row.dueAt),
  urgeCount: row.urgeCount,
  awaiting: readySeats(state).map((seat) => nameOf(seat.personId)),
});

/** Rows of a list, in the order of the ids. */
export const viewRows = async (tx: Tx, actor: Actor, ids: readonly string[]): Promise<RowView[]> => {
  const rows = new Map((await requestsByIds(tx, ids)).map((row) => [row.id, row]));
  const seats = Map.groupBy(await seatsOf(tx, ids), (seat) => seat.requestId);
  const loaded = ids.flatMap((id) => {
    const row = rows.get(id);
    return row ? [{ row, state: stateOf(row, seats.get(id) ?? []) }] : [];
  });
  const people = loaded.flatMap(({ row, state }) => [
    row.requestedBy,
    ...readySeats(state).map((seat) => seat.personId),
  ]);
  const nameOf = await namesOf(tx, actor, people);
  return loaded.map(({ row, state }) => rowView(row, state, nameOf));
};

type Context = {
  readonly row: RequestRecord;
  readonly state: RequestState;
  readonly absences: readonly Absence[];
  readonly nameOf: NameOf;
};

const signerView = (seat: Seat, { state, absences, nameOf }: Context): View['signers'][number] => {
  const ready = isReady(state, seat);
  const standIn = ready ? standInOf(absences, seat.personId, state.requesterId) : null;
  return {
    no: seat.no,
    round: seat.round,
    level: seat.level,
    person: nameOf(seat.personId),
    origin: seat.origin,
    state: seat.state,
    ready,
    decidedBy: seat.decidedBy === null ? null : nameOf(seat.decidedBy),
    decidedAt: iso(seat.decidedAt),
    comment: seat.comment,
    standIn: standIn === null ? null : nameOf(standIn),
  };
};

const actView = (act: ActRecord, nameOf: NameOf, files: ReadonlyMap<string, StoredFileView>): View['acts'][number] => ({
  no: act.no,
  kind: act.kind,
  round: act.round,
  level: act.level,
  actorName: act.actorName,
  actorId: act.actorId,
  insteadOf: act.insteadOf === null ? null : nameOf(act.insteadOf).name,
  to: act.toPeople.map((id) => nameOf(id).name),
  target: act.target,
  where: act.place,
  comment: act.comment,
  files: act.attachmentIds.flatMap((id) => files.get(id) ?? []),
  facts: act.facts,
  at: act.at.toISOString(),
});

const stepsOf = ({ row, state, nameOf }: Context): View['steps'] =>
  row.levels.map((level, index) => {
    const seats = state.seats.filter(
      (seat) => seat.round === state.round && seat.level === index + 1 && seat.origin === 'flow',
    );
    const people = level.people.filter((id) => id !== row.requestedBy);
    return {
      level: index + 1,
      name: level.name,
      nameEn: level.nameEn,
      rule: level.rule,
      needed: neededOf(level.rule, seats.length > 0 ? seats.length : people.length),
      planned: people.map(nameOf),
      timeoutMinutes: level.timeoutMinutes,
      timeoutIn: level.timeoutIn,
      onTimeout: level.onTimeout,
    };
  });

/** The same rules that the acts ask: a button is there when the act would be done. */
const abilitiesOf = (actor: Actor, context: Context): View['abilities'] => {
  const { row, state, absences, nameOf } = context;
  const id = actor.id ?? '';
  const takesPart = may(actor, 'approval.decide');
  const own = row.requestedBy === id;
  let seat: Seat | null = null;
  try {
    seat = takesPart ? seatFor(state, voterOn(absences, id, row.requestedBy)) : null;
  } catch {
    // Not asked, not his turn, or decided: then there is nothing for him to sign.
  }
  return {
    decide: seat !== null,
    insteadOf: seat === null || seat.personId === id ? null : nameOf(seat.personId).name,
    withdraw: takesPart && canWithdraw(state, id),
    resubmit: takesPart && own && state.status === 'returned',
    urge: takesPart && own && state.status === 'open',
    comment: takesPart,
  };
};

/** The whole of a request, for who was let in. */
export const viewRequest = async (tx: Tx, app: App, actor: Actor, id: string): Promise<View> => {
  const now = app.clock.now();
  const [row] = await requestsByIds(tx, [id]);
  if (!row) throw notFound('approval');
  const state = stateOf(row, await seatsOf(tx, [id]));
  const acts = await actsOf(tx, id);
  const files = new Map((await filesOfRequest(tx, id)).map((row) => [row.id, fileView(row)]));
  const absences = await absencesAt(tx, now);
  const [flow] = await flowVersions(tx, [{ id: row.flowId, version: row.flowVersion }]);
  const nameOf = await namesOf(tx, actor, [
    row.requestedBy,
    ...row.levels.flatMap((level) => level.people),
    ...state.seats.flatMap((seat) => [seat.personId, ...(seat.decidedBy === null ? [] : [seat.decidedBy])]),
    ...acts.flatMap((act) => [...act.toPeople, ...(act.insteadOf === null ? [] : [act.insteadOf])]),
    ...absences.map((absence) => absence.to),
  ]);
  const context = { row, state, absences, nameOf };
  return {
    ...rowView(row, state, nameOf),
    factNames: (await subjectOf(row.kind)?.namesOf?.(tx, app, row)) ?? {},
    reason: row.reason,
    flowName: flow?.name ?? '',
    flowNameEn: flow?.nameEn ?? '',
    flowVersion: row.flowVersion,
    steps: stepsOf(context),
    signers: state.seats.map((seat) => signerView(seat, context)),
    acts: acts.map((act) => actView(act, nameOf, files)),
    urgeFreeAt: iso(urgeFreeAt(row.urgedAt, now)),
    abilities: abilitiesOf(actor, context),
  };
};
