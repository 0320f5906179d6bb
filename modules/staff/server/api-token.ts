import type { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { randomToken, sha256 } from '#platform/server/crypto/tokens.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { createTokenRoute, tokenSchema } from '../contract.ts';
import { findPersonWithRole } from './person.queries.ts';
import { findTokens, insertToken, revokeToken, type TokenRow } from './token.queries.ts';

/** Tells an API token from a session token, and lets secret scanners find one that leaked. */
export const tokenPrefix = 'hyt_';

const toWire = (row: TokenRow): z.input<typeof tokenSchema> => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  usedAt: row.usedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

export const listTokensFor = async (app: App, actor: Actor) => ({
  items: (await app.db.read(actor.reach, findTokens)).map(toWire),
});

/** A leaked token must not be able to make itself a successor. */
const refuseToken = (actor: Actor): void => {
  if (actor.kind === 'token') throw new Problem('staff.token_by_token', 403);
};

export const createToken = async (app: App, actor: Actor, input: BodyOf<typeof createTokenRoute>) => {
  refuseToken(actor);
  const now = app.clock.now();
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt <= now) throw new Problem('staff.token_expired', 422);
  const secret = `${tokenPrefix}${randomToken(32)}`;
  const scopes = [...new Set(input.scopes)].sort();
  const row = await app.db.write(actor.reach, async (tx) => {
    const owner = await findPersonWithRole(tx, input.personId ?? actor.id ?? '');
    if (!owner?.active) throw notFound('person');
    const beyond = scopes.filter((scope) => !owner.permissions.includes(scope) || !may(actor, scope));
    if (beyond.length > 0) throw new Problem('staff.token_scopes', 422, { scopes: beyond.join(', ') });
    const id = newId(now);
    const token = { id, name: input.name, personId: owner.id, scopes, createdAt: now, expiresAt };
    await insertToken(tx, { ...token, tokenHash: sha256(secret) });
    const data = { name: input.name, personId: owner.id, scopes };
    await emit(tx, [{ name: 'token.created', subjectId: id, actor, at: now, data }]);
    return { ...token, personName: owner.displayName, usedAt: null, revokedAt: null };
  });
  return { ...toWire(row), token: secret };
};

export const endToken = async (app: App, actor: Actor, id: string): Promise<void> => {
  const now = app.clock.now();
  await app.db.write(actor.reach, async (tx) => {
    const revoked = await revokeToken(tx, id, now);
    if (!revoked) throw notFound('token');
    await emit(tx, [{ name: 'token.revoked', subjectId: id, actor, at: now, data: revoked }]);
  });
};
