import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '#platform/server/app.ts';
import { hashPassword, verifyPassword } from '#platform/server/crypto/password.ts';
import { randomToken } from '#platform/server/crypto/tokens.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { guardAttempt, type AttemptKey } from '#platform/server/session/attempts.ts';
import {
  clearSessionCookie,
  credentialOf,
  endSession,
  hasSession,
  openSession,
  setSessionCookie,
} from '#platform/server/session/session.ts';
import { personActor } from './authenticate.ts';
import { changePresence } from './change-presence.ts';
import { readDirectory } from './directory.ts';
import { findSecret } from './person.queries.ts';
import { sessionView, type SessionView } from './session-view.ts';

type Wire = { request: FastifyRequest; reply: FastifyReply };

let decoy: Promise<string> | null = null;
/** Checked in place of a hash that does not exist, so that an unknown user name takes as long as a wrong password. */
const decoyHash = (): Promise<string> => (decoy ??= hashPassword(randomToken()));

/** The person these words belong to; null for an unknown name, a wrong password and a deactivated person alike. */
const checkPassword = async (app: App, username: string, password: string): Promise<string | null> => {
  const secret = await app.db.read(everything, (tx) => findSecret(tx, username));
  const right = await verifyPassword(password, secret?.passwordHash ?? (await decoyHash()));
  return right && secret?.passwordHash && secret.active ? secret.id : null;
};

/** One address may err five times at a name; a name by itself more often, so that a stranger cannot lock its owner out. */
const keysOf = (username: string, address: string): [AttemptKey, AttemptKey] => [
  { purpose: 'login', about: [username, address] },
  { purpose: 'login.name', about: [username], limit: { free: 20 } },
];

/** Opens a session for a person and tells the browser by cookie; `actor` is he himself. */
export const enter = async (tx: Tx, app: App, actor: Actor & { id: string }, wire: Wire) => {
  const token = await openSession(tx, app, actor.id, wire.request.headers['user-agent']);
  await changePresence(tx, app, actor, { from: ['off'], to: 'on' });
  return { token, view: await sessionView(tx, await readDirectory(tx), actor) };
};

export const signIn = async (
  app: App,
  input: { username: string; password: string },
  wire: Wire,
): Promise<SessionView & { token: string }> => {
  const personId = await guardAttempt(app, keysOf(input.username, wire.request.ip), () =>
    checkPassword(app, input.username, input.password),
  );
  if (personId === null) throw new Problem('staff.wrong_login', 401);
  const { token, view } = await app.db.write(everything, async (tx) => {
    const actor = await personActor(tx, personId);
    // Deactivated between the check of the password and now.
    if (!actor) throw new Problem('staff.wrong_login', 401);
    return enter(tx, app, { ...actor, id: personId }, wire);
  });
  setSessionCookie(app, wire.reply, token);
  return { ...view, token };
};

export const signOut = async (app: App, actor: Actor, wire: Wire): Promise<void> => {
  const token = credentialOf(wire.request)?.token;
  clearSessionCookie(app, wire.reply);
  const { id } = actor;
  if (actor.kind !== 'user' || token === undefined || id === null) return;
  await app.db.write(everything, async (tx) => {
    await endSession(tx, token);
    if (!(await hasSession(tx, app, id)))
      await changePresence(tx, app, { ...actor, id }, { from: ['on', 'busy'], to: 'off' });
  });
};
