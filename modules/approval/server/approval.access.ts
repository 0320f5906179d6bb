import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { RequestRecord } from './approval.queries.ts';
import { idsWithPart, type Asked } from './list.queries.ts';
import { subjectOf } from './subjects.ts';

/** A person with an id: approvals are between people, the system and customers have none to sign. */
export type PersonActor = Actor & { readonly id: string };

export const asPerson = (actor: Actor): PersonActor => {
  if (actor.id === null) throw notFound('approval');
  return { ...actor, id: actor.id };
};

/** Those who keep the flows and those who audit everything read every request. */
const seesAll = (actor: Actor): boolean =>
  may(actor, 'approval.manage') || (may(actor, 'audit.read') && actor.reach.kind === 'all');

/** Of these requests, the ones a live update may name to him: no more than he could open as a participant. */
export const visibleRequests = async (
  tx: Tx,
  actor: Actor,
  asked: Asked,
  ids: readonly string[],
): Promise<readonly string[]> => {
  if (!may(actor, 'approval.read') || actor.id === null) return [];
  return seesAll(actor) ? ids : idsWithPart(tx, ids, actor.id, asked.people);
};

const canSeeSubject = async (tx: Tx, actor: Actor, kind: string, subjectId: string): Promise<boolean> =>
  (await subjectOf(kind)?.canSee?.(tx, actor, subjectId)) ?? false;

export const canSeeRequest = async (tx: Tx, actor: Actor, asked: Asked, row: RequestRecord): Promise<boolean> => {
  const [seen] = await visibleRequests(tx, actor, asked, [row.id]);
  return seen !== undefined || canSeeSubject(tx, actor, row.kind, row.subjectId);
};

/** Who asked, who signs or signed, who stands in, who keeps the flows, and who reads the subject itself. */
export const accessRequest = async (
  tx: Tx,
  actor: Actor,
  asked: Asked,
  row: RequestRecord | null | undefined,
): Promise<RequestRecord> => {
  if (!row) throw notFound('approval');
  if (!(await canSeeRequest(tx, actor, asked, row))) throw notFound('approval');
  return row;
};

/** All approvals of a subject, for who may read it. */
export const accessSubject = async (tx: Tx, actor: Actor, kind: string, subjectId: string): Promise<void> => {
  if (!seesAll(actor) && !(await canSeeSubject(tx, actor, kind, subjectId))) throw notFound('approval');
};
