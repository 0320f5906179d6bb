import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export const openSeats = async (tx: Tx, id: string): Promise<{ status: string; personIds: string[] }> => {
  const found = await sql<{ status: string; personIds: string[] }>`
    select status, array(select person_id from approval_signer s where s.request_id = r.id and ready
      and state = 'waiting')::text[] as "personIds"
    from approval_request r where id = ${id}`.execute(tx);
  return found.rows[0] ?? { status: 'gone', personIds: [] };
};

export type ApprovalVerdict = {
  requests: number;
  ended: number;
  /** Neither ended nor waiting for anybody who could go on. */
  stuck: number;
  /** Ended more than once, or acted on after the end. */
  twice: number;
  /** Signed by the requester. */
  ownSigned: number;
  /** One person with two votes at a level of a round. */
  doubleVotes: number;
  /** Approved though a level of the last round lacks what its rule asks. */
  short: number;
};

/** Reads what the acts left behind, by statements that know nothing of the code that did them. */
export const examineApprovals = async (tx: Tx, kind: string): Promise<ApprovalVerdict> => {
  const found = await sql<ApprovalVerdict>`
    with request as (select * from approval_request where kind = ${kind}),
    ending as (
      select a.request_id, count(*) filter (where e.name = 'approval.decided') as times from request r
      join approval_act a on a.request_id = r.id and a.no = 1
      join event e on e.subject_id = r.id group by a.request_id),
    passed as (
      select r.id, s.round, s.level, r.levels -> (s.level - 1) -> 'rule' as rule,
        count(*) filter (where s.origin = 'flow') as size,
        count(*) filter (where s.origin = 'flow' and s.state = 'approved') as agreed,
        count(*) filter (where s.origin = 'added' and s.state <> 'approved') as missing
      from request r join approval_signer s on s.request_id = r.id
      where r.status = 'approved' and not exists (
        select 1 from approval_signer l where l.request_id = r.id and l.level = s.level and l.round > s.round)
      group by r.id, s.round, s.level, r.levels)
    select (select count(*) from request)::int as requests,
      (select count(*) from request where status in ('approved', 'rejected', 'withdrawn'))::int as ended,
      (select count(*) from request r where status not in ('approved', 'rejected', 'withdrawn'))::int as stuck,
      ((select count(*) from ending where times > 1) + (select count(*) from request r where exists (
        select 1 from approval_act a where a.request_id = r.id and a.at > r.decided_at and a.kind <> 'commented')))::int
        as twice,
      (select count(*) from request r join approval_signer s on s.request_id = r.id
        where s.decided_by = r.requested_by or s.person_id = r.requested_by)::int as "ownSigned",
      (select count(*) from (select 1 from approval_signer s join request r on r.id = s.request_id
        where s.decided_by is not null group by s.request_id, s.round, s.level, s.decided_by having count(*) > 1) d)::int
        as "doubleVotes",
      (select count(*) from passed where missing > 0 or agreed < case rule ->> 'kind'
        when 'all' then size when 'any' then 1 when 'count' then (rule ->> 'count')::int
        else ceil(size * (rule ->> 'percent')::int / 100.0) end)::int as short`.execute(tx);
  const row = found.rows[0];
  if (!row) throw new Error('nothing was examined');
  return row;
};
