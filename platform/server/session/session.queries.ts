import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

export type SessionRow = { personId: string; createdAt: Date; seenAt: Date; expiresAt: Date };

export type NewSession = {
  tokenHash: Buffer;
  personId: string;
  createdAt: Date;
  expiresAt: Date;
  userAgent: string;
};

export const insertSession = async (tx: Tx, session: NewSession): Promise<void> => {
  await sql`
    insert into session (token_hash, person_id, created_at, seen_at, expires_at, user_agent)
    values (${session.tokenHash}, ${session.personId}, ${session.createdAt}, ${session.createdAt}, ${session.expiresAt},
      ${session.userAgent})`.execute(tx);
};

export const findSession = async (tx: Tx, tokenHash: Buffer, now: Date): Promise<SessionRow | null> => {
  const found = await sql<SessionRow>`
    select person_id as "personId", created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt"
    from session where token_hash = ${tokenHash} and expires_at > ${now}`.execute(tx);
  return found.rows[0] ?? null;
};

export const extendSession = async (tx: Tx, tokenHash: Buffer, seenAt: Date, expiresAt: Date): Promise<void> => {
  await sql`
    update session set seen_at = ${seenAt}, expires_at = ${expiresAt}
    where token_hash = ${tokenHash} and seen_at < ${seenAt}`.execute(tx);
};

export const deleteSession = async (tx: Tx, tokenHash: Buffer): Promise<void> => {
  await sql`delete from session where token_hash = ${tokenHash}`.execute(tx);
};

/** All sessions of a person but the one kept (if any); returns how many ended. */
export const deleteSessionsOf = async (tx: Tx, personId: string, kept: Buffer | null): Promise<number> => {
  const ended = await sql`
    delete from session
    where person_id = ${personId} and (${kept}::bytea is null or token_hash <> ${kept}::bytea)
    returning 1`.execute(tx);
  return ended.rows.length;
};

export const countSessionsOf = async (tx: Tx, personId: string, now: Date): Promise<number> => {
  const found = await sql<{ count: number }>`
    select count(*) as count from session where person_id = ${personId} and expires_at > ${now}`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

export const deleteExpiredSessions = async (tx: Tx, now: Date): Promise<void> => {
  await sql`delete from session where expires_at <= ${now}`.execute(tx);
};
