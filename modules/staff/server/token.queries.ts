import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type TokenRow = {
  id: string;
  name: string;
  personId: string;
  personName: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  usedAt: Date | null;
  revokedAt: Date | null;
};

const columns = sql`api_token.id, api_token.name, api_token.person_id as "personId", person.display_name as "personName",
  api_token.scopes, api_token.created_at as "createdAt", api_token.expires_at as "expiresAt",
  api_token.used_at as "usedAt", api_token.revoked_at as "revokedAt"`;

export const findTokens = async (tx: Tx): Promise<TokenRow[]> => {
  const found = await sql<TokenRow>`
    select ${columns} from api_token join person on person.id = api_token.person_id
    order by api_token.id desc limit 1000`.execute(tx);
  return found.rows;
};

/** The token with this hash, if it still opens anything. */
export const findLiveToken = async (tx: Tx, tokenHash: Buffer, now: Date): Promise<TokenRow | null> => {
  const found = await sql<TokenRow>`
    select ${columns} from api_token join person on person.id = api_token.person_id
    where api_token.token_hash = ${tokenHash} and api_token.revoked_at is null
      and (api_token.expires_at is null or api_token.expires_at > ${now})`.execute(tx);
  return found.rows[0] ?? null;
};

export const insertToken = async (
  tx: Tx,
  token: Pick<TokenRow, 'id' | 'name' | 'personId' | 'scopes' | 'createdAt' | 'expiresAt'> & { tokenHash: Buffer },
): Promise<void> => {
  await sql`
    insert into api_token (id, token_hash, name, person_id, scopes, created_at, expires_at)
    values (${token.id}, ${token.tokenHash}, ${token.name}, ${token.personId}, ${[...token.scopes]}, ${token.createdAt},
      ${token.expiresAt})`.execute(tx);
};

export const noteTokenUse = async (tx: Tx, id: string, at: Date): Promise<void> => {
  await sql`update api_token set used_at = ${at} where id = ${id}`.execute(tx);
};

/** The owner and name of a token that was live until now; null when there is none. */
export const revokeToken = async (tx: Tx, id: string, at: Date): Promise<{ name: string; personId: string } | null> => {
  const found = await sql<{ name: string; personId: string }>`
    update api_token set revoked_at = ${at} where id = ${id} and revoked_at is null
    returning name, person_id as "personId"`.execute(tx);
  return found.rows[0] ?? null;
};

export const revokeTokensOf = async (tx: Tx, personId: string, at: Date): Promise<void> => {
  await sql`update api_token set revoked_at = ${at} where person_id = ${personId} and revoked_at is null`.execute(tx);
};
