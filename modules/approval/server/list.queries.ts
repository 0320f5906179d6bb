import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

/** Whose seats the caller may sign: his own and those of the absent, each with who stands between them. */
export type Asked = {
  readonly personId: string;
  readonly people: readonly string[];
  /** Pairs of an absent person and a requester on the way from him: such a request is not for the caller. */
  readonly barred: readonly { readonly personId: string; readonly requesterId: string }[];
};

const asked = ({ personId, people, barred }: Asked): RawBuilder<unknown> => sql`
  from approval_signer s join approval_request r on r.id = s.request_id
  where s.state = 'waiting' and s.ready and s.person_id = any(${[...people]}::uuid[])
    and r.requested_by <> ${personId}
    and (s.person_id = ${personId} or not exists (
      select 1 from approval_signer o where o.request_id = s.request_id and o.round = s.round and o.level = s.level
        and (o.decided_by = ${personId} or (o.person_id = ${personId} and o.state <> 'lapsed'))))
    and not exists (
      select 1 from unnest(${barred.map((each) => each.personId)}::uuid[], ${barred.map((each) => each.requesterId)}::uuid[])
        as b(person_id, requester_id) where b.person_id = s.person_id and b.requester_id = r.requested_by)`;

const idsOf = async (tx: Tx, query: RawBuilder<{ id: string }>): Promise<string[]> =>
  (await query.execute(tx)).rows.map((row) => row.id);

/** Who waits longest comes first: ids grow with time. */
export const idsToDecide = (tx: Tx, who: Asked, after: string | null, limit: number): Promise<string[]> =>
  idsOf(
    tx,
    sql`select distinct s.request_id as id ${asked(who)}
      and (${after}::uuid is null or s.request_id > ${after}::uuid) order by 1 limit ${limit}`,
  );

export const idsRequestedBy = (tx: Tx, personId: string, before: string | null, limit: number): Promise<string[]> =>
  idsOf(
    tx,
    sql`select id from approval_request where requested_by = ${personId}
      and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`,
  );

export const idsDecidedBy = (tx: Tx, personId: string, before: string | null, limit: number): Promise<string[]> =>
  idsOf(
    tx,
    sql`select distinct request_id as id from approval_signer where decided_by = ${personId}
      and (${before}::uuid is null or request_id < ${before}::uuid) order by 1 desc limit ${limit}`,
  );

export const idsOfSubject = (
  tx: Tx,
  { kind, subjectId }: { kind: string; subjectId: string },
  before: string | null,
  limit: number,
): Promise<string[]> =>
  idsOf(
    tx,
    sql`select id from approval_request where kind = ${kind} and subject_id = ${subjectId}
      and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`,
  );

/** What was asked about these subjects, oldest first. */
export const idsOfSubjects = (tx: Tx, subjectIds: readonly string[], limit: number): Promise<string[]> =>
  idsOf(
    tx,
    sql`select id from approval_request where subject_id = any(${[...subjectIds]}::uuid[]) order by id limit ${limit}`,
  );

export type Counted = { mine: number; requested: number; returned: number };

/** Each count stops at the cap. */
export const countFor = async (tx: Tx, who: Asked, cap: number): Promise<Counted> => {
  const found = await sql<Counted>`
    select (select count(*) from (select distinct s.request_id ${asked(who)} limit ${cap}) as m)::int as mine,
      (select count(*) from (select 1 from approval_request where requested_by = ${who.personId} and status = 'open'
        limit ${cap}) as q)::int as requested,
      (select count(*) from (select 1 from approval_request where requested_by = ${who.personId} and status = 'returned'
        limit ${cap}) as b)::int as returned`.execute(tx);
  return found.rows[0] ?? { mine: 0, requested: 0, returned: 0 };
};

/** Of these requests, the ones in which one of these people has or had a part. */
export const idsWithPart = async (
  tx: Tx,
  ids: readonly string[],
  personId: string,
  people: readonly string[],
): Promise<string[]> =>
  idsOf(
    tx,
    sql`select id from approval_request r where id = any(${[...ids]}::uuid[]) and (requested_by = ${personId}
      or exists (select 1 from approval_signer s where s.request_id = r.id
        and (s.person_id = any(${[...people]}::uuid[]) or s.decided_by = ${personId}))
      or exists (select 1 from approval_act a where a.request_id = r.id and a.actor_id = ${personId}))`,
  );

/** Requests on which somebody is awaited, for when he no longer works here. */
export const idsAwaiting = (tx: Tx, personId: string): Promise<string[]> =>
  idsOf(
    tx,
    sql`select distinct request_id as id from approval_signer where person_id = ${personId} and state = 'waiting' limit 5000`,
  );
