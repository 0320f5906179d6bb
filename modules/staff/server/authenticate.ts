import type { App } from '#platform/server/app.ts';
import { sha256 } from '#platform/server/crypto/tokens.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import type { Authenticate } from '#platform/server/http/server.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { credentialOf, keepSession, readSession, type LiveSession } from '#platform/server/session/session.ts';
import { actorOf } from './person.access.ts';
import { findPersonWithRole } from './person.queries.ts';
import { tokenPrefix } from './api-token.ts';
import { findLiveToken, noteTokenUse } from './token.queries.ts';

const touchMs = 60_000;

/** A person as an actor; null when there is none or he was deactivated. */
export const personActor = async (tx: Tx, personId: string): Promise<Actor | null> => {
  const person = await findPersonWithRole(tx, personId);
  return person?.active ? actorOf(person) : null;
};

type Known = { actor: Actor; session: LiveSession | null; usedToken: string | null };

const bySession = async (tx: Tx, app: App, token: string): Promise<Known | null> => {
  const session = await readSession(tx, app, token);
  if (!session) return null;
  const person = await findPersonWithRole(tx, session.personId);
  if (!person?.active) return null;
  return { actor: actorOf(person), session, usedToken: null };
};

const byToken = async (tx: Tx, app: App, secret: string): Promise<Known | null> => {
  const now = app.clock.now();
  const token = await findLiveToken(tx, sha256(secret), now);
  if (!token) return null;
  const person = await findPersonWithRole(tx, token.personId);
  if (!person?.active) return null;
  const stale = token.usedAt === null || now.getTime() - token.usedAt.getTime() >= touchMs;
  const actor = actorOf(person, token);
  return { actor, session: null, usedToken: stale ? token.id : null };
};

/**
 * Who calls, by cookie, session token or API token. The person and his role are read on every request: whoever is
 * deactivated or demoted loses his rights with the next one, in every process.
 */
export const authenticate: Authenticate = async (app, request) => {
  const credential = credentialOf(request);
  if (!credential) return null;
  const isApiToken = credential.from === 'bearer' && credential.token.startsWith(tokenPrefix);
  const known = await app.db.read(everything, (tx) =>
    isApiToken ? byToken(tx, app, credential.token) : bySession(tx, app, credential.token),
  );
  if (!known) return null;
  if (known.session?.stale) await keepSession(app, credential.token, known.session);
  const { usedToken } = known;
  if (usedToken !== null) await app.db.write(everything, (tx) => noteTokenUse(tx, usedToken, app.clock.now()));
  return known.actor;
};
