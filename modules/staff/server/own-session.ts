import type { FastifyRequest } from 'fastify';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { hashPassword, verifyPassword } from '#platform/server/crypto/password.ts';
import { everything } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { guardAttempt } from '#platform/server/session/attempts.ts';
import { credentialOf, endSessionsOf } from '#platform/server/session/session.ts';
import { presences, type changePassword, type updateSession } from '../contract.ts';
import { changePresence } from './change-presence.ts';
import { readDirectory } from './directory.ts';
import { findPasswordHash, saveOwnChoices, savePasswordHash } from './person.queries.ts';
import { sessionView, type SessionView } from './session-view.ts';

/** Tokens act for programs: what belongs to a person at a screen is not theirs to change. */
const personOf = (actor: Actor): Actor & { id: string } => {
  if (actor.kind !== 'user' || actor.id === null) throw notFound('person');
  return { ...actor, id: actor.id };
};

export const readOwnSession = (app: App, actor: Actor): Promise<SessionView> =>
  app.db.read(everything, async (tx) => sessionView(tx, await readDirectory(tx), actor));

export const updateOwnSession = (app: App, actor: Actor, input: BodyOf<typeof updateSession>): Promise<SessionView> => {
  const person = personOf(actor);
  return app.db.write(everything, async (tx) => {
    if (input.locale) await saveOwnChoices(tx, person.id, { locale: input.locale });
    if (input.presence) await changePresence(tx, app, person, { from: presences, to: input.presence });
    return sessionView(tx, await readDirectory(tx), actor);
  });
};

/** A new password of one's own: whoever else is signed in under this name is out. */
export const changeOwnPassword = async (
  app: App,
  actor: Actor,
  input: BodyOf<typeof changePassword>,
  request: FastifyRequest,
): Promise<void> => {
  const person = personOf(actor);
  const right = await guardAttempt(app, [{ purpose: 'password', about: [person.id] }], async () => {
    const hash = await app.db.read(everything, (tx) => findPasswordHash(tx, person.id));
    return hash !== null && (await verifyPassword(input.current, hash)) ? true : null;
  });
  if (!right) throw new Problem('staff.wrong_password', 422);
  const hash = await hashPassword(input.next);
  await app.db.write(everything, async (tx) => {
    await savePasswordHash(tx, person.id, hash);
    const sessions = await endSessionsOf(tx, person.id, credentialOf(request)?.token ?? null);
    const data = { sessions };
    await emit(tx, [{ name: 'person.password_changed', subjectId: person.id, actor, at: app.clock.now(), data }]);
  });
};
