import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { NewEvent } from '#platform/server/events/event.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type * as contract from '../contract.ts';
import type { RequestView } from '../contract.ts';
import { accessRequest, asPerson, type PersonActor } from './approval.access.ts';
import { approvalEvent, type ApprovalEventData, type ApprovalEventName } from './approval.events.ts';
import { lockRequest, saveRequest } from './approval.queries.ts';
import { addSeats, approveSeat, rejectSeat, seatFor, transferSeat, withdrawRequest } from './approval.rules.ts';
import { urgeFreeAt, type RequestState, type Voter } from './approval.state.ts';
import { absencesAt } from './delegation.queries.ts';
import { attachFiles } from './files.ts';
import { resubmitApproval } from './request-approval.ts';
import { canBeAsked } from './signers.ts';
import type { Absence } from './stand-in.rules.ts';
import { askedOf, awaitedPeople, voterOn } from './stand-ins.ts';
import { viewRequest } from './view-request.ts';
import { loadRequest, type Loaded } from './working-signers.ts';
import { applyChange, writeAct, type Deed } from './write-act.ts';

type Scene = Loaded & {
  readonly app: App;
  readonly tx: Tx;
  readonly actor: PersonActor;
  readonly at: Date;
  readonly absences: readonly Absence[];
  readonly voter: Voter;
};

/**
 * Opens the one transaction of an act. It reaches everything: what a decision does to its subject does not depend on
 * what the signer reaches elsewhere. Whether he may act is asked here, and by the rules again.
 */
const onScene = (app: App, given: Actor, id: string, run: (scene: Scene) => Promise<void>): Promise<RequestView> =>
  app.db.write(everything, async (tx) => {
    const actor = asPerson(given);
    const held = await lockRequest(tx, id);
    // Read when the row is ours: of two acts the one that waited has the later time.
    const at = app.clock.now();
    const row = await accessRequest(tx, actor, await askedOf(tx, actor.id, at), held);
    const loaded = await loadRequest(tx, row);
    const absences = await absencesAt(tx, at);
    await run({ ...loaded, app, tx, actor, at, absences, voter: voterOn(absences, actor.id, row.requestedBy) });
    return viewRequest(tx, app, actor, id);
  });

const mustBeThisRound = ({ row }: Scene, round: number | undefined): void => {
  if (round !== undefined && round !== row.round) throw new Problem('approval.changed', 409, { round: row.round });
};

const event = <Name extends ApprovalEventName>(
  { row, actor, at }: Scene,
  name: Name,
  more: Omit<ApprovalEventData[Name], 'kind' | 'subjectId'>,
  make: (data: { kind: string; subjectId: string } & typeof more) => ApprovalEventData[Name],
): NewEvent => approvalEvent(name, row.id, actor, at, make({ kind: row.kind, subjectId: row.subjectId, ...more }));

/** The deed carries on which seat it was done, and for whom. */
const change = async (
  scene: Scene,
  after: RequestState,
  deed: Deed,
  events: (insteadOf: string | null) => readonly NewEvent[],
): Promise<void> => {
  const { tx, app, actor, at, absences, voter, row, state } = scene;
  const seat = deed.kind === 'withdrawn' ? null : seatFor(state, voter);
  const insteadOf = seat === null || seat.personId === actor.id ? null : seat.personId;
  await attachFiles(tx, row.id, actor.id, deed.attachmentIds);
  const whole = { ...deed, seatNo: seat?.no ?? null, insteadOf };
  await applyChange(tx, app, { row, state }, { after, deed: whole, events: events(insteadOf), actor, at, absences });
};

export const approveRequest = (app: App, actor: Actor, id: string, body: BodyOf<typeof contract.approve>) =>
  onScene(app, actor, id, async (scene) => {
    mustBeThisRound(scene, body.round);
    const { state, voter, at, row } = scene;
    const after = approveSeat(state, voter, { at, comment: body.comment });
    const deed: Deed = { kind: 'approved', comment: body.comment, attachmentIds: body.attachmentIds };
    await change(scene, after, deed, (insteadOf) => [
      event(scene, 'approval.signed', { level: row.level, agreed: true, insteadOf }, (data) => data),
    ]);
  });

export const rejectRequest = (app: App, actor: Actor, id: string, body: BodyOf<typeof contract.reject>) =>
  onScene(app, actor, id, async (scene) => {
    mustBeThisRound(scene, body.round);
    const { state, voter, at, row } = scene;
    const after = rejectSeat(state, voter, { at, comment: body.reason }, body.to);
    const deed: Deed = {
      kind: 'rejected',
      comment: body.reason,
      target: body.to,
      attachmentIds: body.attachmentIds,
    };
    await change(scene, after, deed, (insteadOf) => [
      event(scene, 'approval.signed', { level: row.level, agreed: false, insteadOf }, (data) => data),
    ]);
  });

const mustWorkHere = async (tx: Tx, personIds: readonly string[]): Promise<void> => {
  if (!(await canBeAsked(tx, personIds))) throw new Problem('approval.cannot_be_asked', 422);
};

export const bringInSigners = (app: App, actor: Actor, id: string, body: BodyOf<typeof contract.addSigners>) =>
  onScene(app, actor, id, async (scene) => {
    const after = addSeats(scene.state, scene.voter, body.personIds, body.where);
    await mustWorkHere(scene.tx, body.personIds);
    const deed: Deed = { kind: 'added', comment: body.comment, toPeople: body.personIds, place: body.where };
    const { personIds, where: place } = body;
    await change(scene, after, deed, () => [
      event(scene, 'approval.signer_added', { personIds, place }, (data) => data),
    ]);
  });

export const transferRequest = (app: App, actor: Actor, id: string, body: BodyOf<typeof contract.transfer>) =>
  onScene(app, actor, id, async (scene) => {
    const after = transferSeat(scene.state, scene.voter, body.personId);
    const personIds = [body.personId];
    await mustWorkHere(scene.tx, personIds);
    const deed: Deed = { kind: 'transferred', comment: body.comment, toPeople: personIds };
    await change(scene, after, deed, () => [event(scene, 'approval.transferred', { personIds }, (data) => data)]);
  });

export const withdrawApproval = (app: App, actor: Actor, id: string, body: BodyOf<typeof contract.withdraw>) =>
  onScene(app, actor, id, async (scene) => {
    const after = withdrawRequest(scene.state, scene.actor.id);
    await change(scene, after, { kind: 'withdrawn', comment: body.comment }, () => []);
  });

export const resubmitRequestAgain = (app: App, actor: Actor, id: string, body: BodyOf<typeof contract.resubmit>) =>
  onScene(app, actor, id, async ({ tx, at, actor: person }) => {
    await attachFiles(tx, id, person.id, body.attachmentIds);
    await resubmitApproval(tx, { requestId: id, by: actor, now: at, ...body });
  });

export const commentOnRequest = (app: App, actor: Actor, id: string, body: BodyOf<typeof contract.addComment>) =>
  onScene(app, actor, id, async (scene) => {
    const { tx, at } = scene;
    const row = { ...scene.row, actCount: scene.row.actCount + 1 };
    await attachFiles(tx, id, scene.actor.id, body.attachmentIds);
    await writeAct(tx, row, scene.actor, at, { kind: 'commented', ...body });
    await saveRequest(tx, row);
    await emit(tx, [event(scene, 'approval.commented', {}, (data) => data)]);
  });

/** Counted and throttled: a reminder every minute is noise, not pressure. */
export const urgeRequest = (app: App, actor: Actor, id: string) =>
  onScene(app, actor, id, async (scene) => {
    const { tx, at, state, absences } = scene;
    if (state.status !== 'open') throw new Problem('approval.not_open', 409, { status: state.status });
    if (scene.row.requestedBy !== scene.actor.id) throw new Problem('approval.not_requester', 409);
    const free = urgeFreeAt(scene.row.urgedAt, at);
    if (free) throw new Problem('approval.urged_lately', 429, { at: free.toISOString() });
    const personIds = awaitedPeople(absences, state);
    const times = scene.row.urgeCount + 1;
    const row = { ...scene.row, urgedAt: at, urgeCount: times, actCount: scene.row.actCount + 1 };
    await writeAct(tx, row, scene.actor, at, { kind: 'urged', toPeople: personIds });
    await saveRequest(tx, row);
    await emit(tx, [event(scene, 'approval.urged', { personIds, times }, (data) => data)]);
  });
