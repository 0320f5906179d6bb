import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { CompensationLine, Verdict } from '../../contract.ts';
import { firstIdAt, type Span } from './period.ts';

export type ReportLine = Pick<CompensationLine, 'id' | 'kind' | 'amountCents' | 'currency' | 'state'> & {
  ticketId: string;
  createdAt: Date;
};

/** What was proposed in a period, in order of ids; drafts and refusals are nothing anybody gets. */
export const linesOfSpan = async (tx: Tx, span: Span, after: string | null, limit: number): Promise<ReportLine[]> => {
  const found = await sql<ReportLine>`
    select id, ticket_id as "ticketId", kind, amount_cents::float8 as "amountCents", currency, state,
      created_at as "createdAt"
    from resolve_compensation
    where id >= ${firstIdAt(span.from)}::uuid and id < ${firstIdAt(span.to)}::uuid
      and (${after}::uuid is null or id > ${after}::uuid) and state in ('pending', 'approved', 'paid')
    order by id limit ${limit}`.execute(tx);
  return found.rows;
};

export type ReportVerdict = Pick<Verdict, 'id' | 'party' | 'reason' | 'state'> & {
  ticketId: string;
  departmentId: string | null;
  personId: string | null;
  supplier: string;
  givenBy: string | null;
  givenAt: Date;
};

export const verdictsOfSpan = async (
  tx: Tx,
  span: Span,
  after: string | null,
  limit: number,
): Promise<ReportVerdict[]> => {
  const found = await sql<ReportVerdict>`
    select id, ticket_id as "ticketId", party, department_id as "departmentId", person_id as "personId", supplier, reason,
      state, given_by as "givenBy", given_at as "givenAt"
    from resolve_verdict
    where id >= ${firstIdAt(span.from)}::uuid and id < ${firstIdAt(span.to)}::uuid
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(tx);
  return found.rows;
};
