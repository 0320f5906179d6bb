import type { z } from 'zod';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { createDelegation, delegationSchema } from '../contract.ts';
import { asPerson } from './approval.access.ts';
import {
  absencesAt,
  closeDelegation,
  delegationsFrom,
  insertDelegation,
  lockDelegations,
  overlaps,
  type DelegationRecord,
} from './delegation.queries.ts';
import { canBeAsked } from './signers.ts';
import { representedBy } from './stand-in.rules.ts';
import { namesOf, type NameOf } from './view-request.ts';

type View = z.input<typeof delegationSchema>;

const viewOf = (one: DelegationRecord, nameOf: NameOf, now: Date): View => ({
  id: one.id,
  to: nameOf(one.toPerson),
  startsAt: one.startsAt.toISOString(),
  endsAt: one.endsAt.toISOString(),
  note: one.note,
  state: one.endsAt <= now ? 'over' : one.startsAt > now ? 'coming' : 'now',
});

export const listOwnDelegations = (app: App, given: Actor) =>
  app.db.read(everything, async (tx) => {
    const actor = asPerson(given);
    const now = app.clock.now();
    const own = await delegationsFrom(tx, actor.id);
    const represented = representedBy(await absencesAt(tx, now), actor.id);
    const nameOf = await namesOf(tx, actor, [
      ...own.map((one) => one.toPerson),
      ...represented.map((each) => each.personId),
    ]);
    return {
      items: own.map((one) => viewOf(one, nameOf, now)),
      standsInFor: represented.map((each) => nameOf(each.personId)),
    };
  });

export const delegate = (app: App, given: Actor, body: BodyOf<typeof createDelegation>): Promise<View> =>
  app.db.write(everything, async (tx) => {
    const actor = asPerson(given);
    const now = app.clock.now();
    const one: DelegationRecord = {
      id: newId(now),
      fromPerson: actor.id,
      toPerson: body.toId,
      startsAt: new Date(body.startsAt),
      endsAt: new Date(body.endsAt),
      note: body.note,
    };
    if (body.toId === actor.id) throw new Problem('approval.own_stand_in', 422);
    if (one.endsAt <= one.startsAt || one.endsAt <= now) throw new Problem('approval.period_empty', 422);
    if (!(await canBeAsked(tx, [body.toId]))) throw new Problem('approval.cannot_be_asked', 422);
    await lockDelegations(tx, actor.id);
    if (await overlaps(tx, one)) throw new Problem('approval.period_overlaps', 409);
    await insertDelegation(tx, one, now);
    const data = { toId: one.toPerson, startsAt: body.startsAt, endsAt: body.endsAt };
    await emit(tx, [{ name: 'approval_delegation.changed', subjectId: actor.id, actor, at: now, data }]);
    return viewOf(one, await namesOf(tx, actor, [one.toPerson]), now);
  });

export const comeBack = (app: App, given: Actor, id: string): Promise<void> =>
  app.db.write(everything, async (tx) => {
    const actor = asPerson(given);
    const now = app.clock.now();
    if (!(await closeDelegation(tx, id, actor.id, now))) throw notFound('approval_delegation');
    await emit(tx, [{ name: 'approval_delegation.changed', subjectId: actor.id, actor, at: now, data: {} }]);
  });
