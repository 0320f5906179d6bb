import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { PresenceState } from '../../contract.ts';

export type Beat = {
  ticketId: string;
  personId: string;
  tab: string;
  state: PresenceState;
  written: number;
  at: Date;
  /** Rows last heard of before this are as good as gone. */
  expiredAt: Date;
};

/** True when the others would see a difference: somebody came, came back, or does something else. */
export const keepPresence = async (tx: Tx, beat: Beat): Promise<boolean> => {
  const { ticketId, personId, tab, state, written, at, expiredAt } = beat;
  const found = await sql<{ state: PresenceState; fresh: boolean }>`
    select state, seen_at > ${expiredAt} as fresh from ticket_presence
    where ticket_id = ${ticketId} and person_id = ${personId} and tab = ${tab}`.execute(tx);
  const before = found.rows[0];
  const changed = before?.fresh !== true || before.state !== state;
  await sql`insert into ticket_presence (ticket_id, person_id, tab, state, written, since, seen_at)
    values (${ticketId}, ${personId}, ${tab}, ${state}, ${written}, ${at}, ${at})
    on conflict (ticket_id, person_id, tab) do update set state = excluded.state, written = excluded.written,
      seen_at = excluded.seen_at, since = case when ${changed} then excluded.since else ticket_presence.since end`.execute(
    tx,
  );
  return changed;
};

export const dropPresence = async (
  tx: Tx,
  { ticketId, personId, tab }: Pick<Beat, 'ticketId' | 'personId' | 'tab'>,
): Promise<boolean> => {
  const gone = await sql`delete from ticket_presence
    where ticket_id = ${ticketId} and person_id = ${personId} and tab = ${tab}`.execute(tx);
  return (gone.numAffectedRows ?? 0n) > 0n;
};

/** Skips what another beat holds: two sweeps must never wait for each other. */
export const sweepPresence = async (tx: Tx, expiredAt: Date, limit: number): Promise<void> => {
  await sql`delete from ticket_presence where ctid in (
    select ctid from ticket_presence where seen_at <= ${expiredAt} order by seen_at limit ${limit} for update skip locked)`.execute(
    tx,
  );
};

export type PresenceRow = { personId: string; state: PresenceState; written: number; since: Date };

/** One row a person: of several tabs the busiest one counts. */
export const presentAt = async (tx: Tx, ticketId: string, expiredAt: Date): Promise<PresenceRow[]> => {
  const found = await sql<PresenceRow>`
    select distinct on (person_id) person_id as "personId", state, written, since from ticket_presence
    where ticket_id = ${ticketId} and seen_at > ${expiredAt}
    order by person_id, array_position(array['writing', 'looking', 'away'], state), written desc, since`.execute(tx);
  return found.rows;
};
