import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type StoredProfile = { key: string; version: number; spec: unknown; createdAt: Date };

export const profileStamp = async (tx: Tx): Promise<string> => {
  const found = await sql<{ stamp: string }>`
    select coalesce(string_agg(key || ':' || version, ' ' order by key, version), '') as stamp from sla_profile`.execute(
    tx,
  );
  return found.rows[0]?.stamp ?? '';
};

/** Every version: running clocks are recomputed by the one that started them. */
export const selectProfiles = async (tx: Tx): Promise<StoredProfile[]> => {
  const found = await sql<StoredProfile>`
    select key, version, spec, created_at as "createdAt" from sla_profile order by key, version`.execute(tx);
  return found.rows;
};

/** Adds the next version; null when somebody else did so meanwhile. */
export const insertProfile = async (
  tx: Tx,
  profile: { key: string; version: number; spec: object; at: Date; by: string | null },
): Promise<boolean> => {
  const done = await sql`insert into sla_profile (key, version, spec, created_at, created_by)
    values (${profile.key}, ${profile.version}, ${JSON.stringify(profile.spec)}::jsonb, ${profile.at}, ${profile.by})
    on conflict do nothing`.execute(tx);
  return (done.numAffectedRows ?? 0n) > 0n;
};
