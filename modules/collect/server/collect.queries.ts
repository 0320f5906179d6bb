import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import { jsonInstant, jsonRows } from '#platform/server/database/json-rows.ts';

export type Claim = { keyHash: Buffer; requestHash: Buffer; ticketId: string };

/** Claims each key for its ticket; returns the hashes (hex) that were free. A key that is being claimed elsewhere is waited for. */
export const claimKeys = async (tx: Tx, claims: readonly Claim[], at: Date): Promise<Set<string>> => {
  // In one order for everybody, so that two processes claiming the same keys cannot lock each other.
  const sorted = [...claims].sort((a, b) => Buffer.compare(a.keyHash, b.keyHash));
  const rows = JSON.stringify(
    sorted.map((claim) => ({
      key: claim.keyHash.toString('hex'),
      request: claim.requestHash.toString('hex'),
      ticket_id: claim.ticketId,
    })),
  );
  const found = await sql<{ key: string }>`
    insert into intake_key (key_hash, request_hash, ticket_id, created_at)
    select decode(key, 'hex'), decode(request, 'hex'), ticket_id, ${at}
    from jsonb_to_recordset(${rows}::jsonb) as row (key text, request text, ticket_id uuid)
    on conflict (key_hash) do nothing
    returning encode(key_hash, 'hex') as key`.execute(tx);
  return new Set(found.rows.map((row) => row.key));
};

export type ClaimedKey = { key: string; request: string; ticketId: string };

export const findKeys = async (tx: Tx, keyHashes: readonly Buffer[]): Promise<ClaimedKey[]> => {
  const found = await sql<ClaimedKey>`
    select encode(key_hash, 'hex') as key, encode(request_hash, 'hex') as request, ticket_id as "ticketId"
    from intake_key where key_hash = any (${[...keyHashes]}::bytea[])`.execute(tx);
  return found.rows;
};

export type NewFingerprint = { ticketId: string; customerId: string; fingerprint: bigint; excerpt: string; at: Date };

export type Said = { customerId: string; ticketId: string; fingerprint: bigint };

const fingerprintRows = (fresh: readonly NewFingerprint[]): string =>
  jsonRows(
    fresh.map((row) => ({
      ticket_id: row.ticketId,
      customer_id: row.customerId,
      fingerprint: row.fingerprint.toString(),
      excerpt: row.excerpt,
      created_at: jsonInstant(row.at),
    })),
  );

/** Keeps what is said now by people who have said nothing before. */
export const keepFingerprints = async (tx: Tx, fresh: readonly NewFingerprint[]): Promise<void> => {
  await sql`/* ahead */
    insert into intake_fingerprint (ticket_id, customer_id, fingerprint, excerpt, created_at)
    select ticket_id, customer_id, fingerprint, excerpt, created_at
    from jsonb_to_recordset(${fingerprintRows(fresh)}::jsonb)
      as row (ticket_id uuid, customer_id uuid, fingerprint bigint, excerpt text, created_at timestamptz)
    on conflict do nothing`.execute(tx);
};

/**
 * Keeps what is said now and returns what these customers said since a moment, newest first: one statement, whose
 * reading part does not see its own writing part.
 */
export const exchangeFingerprints = async (
  tx: Tx,
  fresh: readonly NewFingerprint[],
  customerIds: readonly string[],
  since: Date,
): Promise<Said[]> => {
  const found = await sql<{ customerId: string; ticketId: string; fingerprint: string }>`
    with kept as (
      insert into intake_fingerprint (ticket_id, customer_id, fingerprint, excerpt, created_at)
      select ticket_id, customer_id, fingerprint, excerpt, created_at
      from jsonb_to_recordset(${fingerprintRows(fresh)}::jsonb)
        as row (ticket_id uuid, customer_id uuid, fingerprint bigint, excerpt text, created_at timestamptz)
      on conflict do nothing)
    select said.customer_id as "customerId", said.ticket_id as "ticketId", said.fingerprint::text as fingerprint
    from unnest(${[...customerIds]}::uuid[]) as wanted (id)
    cross join lateral (
      select customer_id, ticket_id, fingerprint from intake_fingerprint
      where customer_id = wanted.id and created_at > ${since} order by created_at desc limit 50) as said`.execute(tx);
  return found.rows.map((row) => ({ ...row, fingerprint: BigInt(row.fingerprint) }));
};

export const excerptsOf = async (tx: Tx, ticketIds: readonly string[]): Promise<Map<string, string>> => {
  const found = await sql<{ ticketId: string; excerpt: string }>`
    select ticket_id as "ticketId", excerpt from intake_fingerprint where ticket_id = any (${[...ticketIds]}::uuid[])`.execute(
    tx,
  );
  return new Map(found.rows.map((row) => [row.ticketId, row.excerpt]));
};
