import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { randomToken, sha256 } from '../crypto/tokens.ts';
import { everything, type Tx } from '../database/index.ts';
import {
  countSessionsOf,
  deleteSession,
  deleteSessionsOf,
  extendSession,
  findSession,
  insertSession,
} from './session.queries.ts';

export const sessionCookie = 'huiyin_session';

const slidingMs = 12 * 3_600_000;
const absoluteMs = 14 * 86_400_000;
/** Seen times are written at most this often, so that reading a page does not cost a write each time. */
const touchMs = 60_000;

const bearer = /^Bearer +(\S{1,200})$/i;

export type Credential = { readonly token: string; readonly from: 'cookie' | 'bearer' };

/**
 * What the caller shows to be known by. An Authorization header is never backed up by the cookie: whoever sends one
 * means it, and the cross-site check leaves out only requests that carry it.
 */
export const credentialOf = (request: FastifyRequest): Credential | null => {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const token = bearer.exec(header)?.[1];
    return token === undefined ? null : { token, from: 'bearer' };
  }
  const token = request.cookies[sessionCookie];
  return token === undefined || token === '' || token.length > 200 ? null : { token, from: 'cookie' };
};

const expiryOf = (createdAt: Date, now: Date): Date =>
  new Date(Math.min(now.getTime() + slidingMs, createdAt.getTime() + absoluteMs));

/** Opens a session and returns its token, which is stored nowhere: the table keeps its hash. */
export const openSession = async (tx: Tx, app: App, personId: string, userAgent = ''): Promise<string> => {
  const token = randomToken();
  const now = app.clock.now();
  await insertSession(tx, {
    tokenHash: sha256(token),
    personId,
    createdAt: now,
    expiresAt: expiryOf(now, now),
    userAgent: userAgent.slice(0, 200),
  });
  return token;
};

export type LiveSession = {
  readonly personId: string;
  readonly expiresAt: Date;
  /** True when its seen time is old enough to be written again by `keepSession`. */
  readonly stale: boolean;
  readonly createdAt: Date;
};

export const readSession = async (tx: Tx, app: App, token: string): Promise<LiveSession | null> => {
  const now = app.clock.now();
  const row = await findSession(tx, sha256(token), now);
  if (!row) return null;
  const stale = now.getTime() - row.seenAt.getTime() >= touchMs;
  return { personId: row.personId, expiresAt: row.expiresAt, createdAt: row.createdAt, stale };
};

/** Moves the end of a session that is in use: 12 hours from now, at most 14 days after it was opened. */
export const keepSession = (app: App, token: string, session: LiveSession): Promise<void> => {
  const now = app.clock.now();
  return app.db.write(everything, (tx) => extendSession(tx, sha256(token), now, expiryOf(session.createdAt, now)));
};

export const endSession = (tx: Tx, token: string): Promise<void> => deleteSession(tx, sha256(token));

/** Ends the sessions of a person, but for the one with the token `kept`; returns how many. */
export const endSessionsOf = (tx: Tx, personId: string, kept: string | null): Promise<number> =>
  deleteSessionsOf(tx, personId, kept === null ? null : sha256(kept));

export const hasSession = async (tx: Tx, app: App, personId: string): Promise<boolean> =>
  (await countSessionsOf(tx, personId, app.clock.now())) > 0;

const cookieOptions = (app: App) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: app.config.secureCookies }) as const;

export const setSessionCookie = (app: App, reply: FastifyReply, token: string): void => {
  void reply.setCookie(sessionCookie, token, { ...cookieOptions(app), maxAge: absoluteMs / 1000 });
};

export const clearSessionCookie = (app: App, reply: FastifyReply): void => {
  void reply.clearCookie(sessionCookie, cookieOptions(app));
};
