import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Absence } from './stand-in.rules.ts';

export type DelegationRecord = {
  id: string;
  fromPerson: string;
  toPerson: string;
  startsAt: Date;
  endsAt: Date;
  note: string;
};

const columns = sql`id, from_person as "fromPerson", to_person as "toPerson", starts_at as "startsAt",
  ends_at as "endsAt", note`;

/** Who is away now: a few people of a company. */
export const absencesAt = async (tx: Tx, now: Date): Promise<Absence[]> => {
  const found = await sql<{ absentId: string; standInId: string }>`
    select from_person as "absentId", to_person as "standInId" from approval_delegation
    where ends_at > ${now} and starts_at <= ${now} order by from_person limit 5000`.execute(tx);
  return found.rows.map(({ absentId, standInId }) => ({ from: absentId, to: standInId }));
};

export const delegationsFrom = async (tx: Tx, personId: string): Promise<DelegationRecord[]> => {
  const found = await sql<DelegationRecord>`
    select ${columns} from approval_delegation where from_person = ${personId} order by starts_at desc, id limit 50`.execute(
    tx,
  );
  return found.rows;
};

/** One period of a person is decided at a time, over all processes. */
export const lockDelegations = async (tx: Tx, personId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('huiyin.approval.away'), hashtext(${personId}))`.execute(tx);
};

export const overlaps = async (tx: Tx, one: DelegationRecord): Promise<boolean> => {
  const found = await sql`
    select 1 from approval_delegation where from_person = ${one.fromPerson} and ends_at > starts_at
      and starts_at < ${one.endsAt} and ends_at > ${one.startsAt} limit 1`.execute(tx);
  return found.rows.length > 0;
};

export const insertDelegation = async (tx: Tx, one: DelegationRecord, at: Date): Promise<void> => {
  await sql`
    insert into approval_delegation (id, from_person, to_person, starts_at, ends_at, note, created_at)
    values (${one.id}, ${one.fromPerson}, ${one.toPerson}, ${one.startsAt}, ${one.endsAt}, ${one.note}, ${at})`.execute(
    tx,
  );
};

/** Ends a period now; one that has not begun never happens. False when it is not his or is over. */
export const closeDelegation = async (tx: Tx, id: string, personId: string, now: Date): Promise<boolean> => {
  const done = await sql`
    update approval_delegation set ends_at = greatest(starts_at, ${now})
    where id = ${id} and from_person = ${personId} and ends_at > ${now} returning 1`.execute(tx);
  return done.rows.length === 1;
};
