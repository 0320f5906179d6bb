import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { SolutionOption, Verdict } from '../../contract.ts';

export type OptionRow = Omit<SolutionOption, 'createdBy' | 'chosenAt' | 'chosenBy'> & {
  ticketId: string;
  createdBy: string | null;
  chosenAt: Date | null;
  chosenBy: string | null;
};

const optionColumns = sql`id, ticket_id as "ticketId", title, note, cost_cents::float8 as "costCents", risk, effect,
  satisfaction, created_by as "createdBy", chosen_at as "chosenAt", chosen_by as "chosenBy",
  chosen_reason as "chosenReason"`;

export const optionsOf = async (tx: Tx, ticketId: string): Promise<OptionRow[]> => {
  const found = await sql<OptionRow>`select ${optionColumns} from resolve_option where ticket_id = ${ticketId}
    order by id limit 50`.execute(tx);
  return found.rows;
};

export const optionById = async (tx: Tx, id: string): Promise<OptionRow | null> => {
  const found = await sql<OptionRow>`select ${optionColumns} from resolve_option where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

type NewOption = Pick<
  OptionRow,
  'id' | 'ticketId' | 'title' | 'note' | 'costCents' | 'risk' | 'effect' | 'satisfaction' | 'createdBy'
> & { at: Date };

export const insertOption = async (tx: Tx, row: NewOption): Promise<void> => {
  await sql`insert into resolve_option (id, ticket_id, title, note, cost_cents, risk, effect, satisfaction, created_by,
      created_at)
    values (${row.id}, ${row.ticketId}, ${row.title}, ${row.note}, ${row.costCents}, ${row.risk}, ${row.effect},
      ${row.satisfaction}, ${row.createdBy}, ${row.at})`.execute(tx);
};

export const setChosen = async (
  tx: Tx,
  { id, ticketId, by, at, reason }: { id: string; ticketId: string; by: string | null; at: Date; reason: string },
): Promise<void> => {
  await sql`update resolve_option set chosen_at = null, chosen_by = null where ticket_id = ${ticketId}
    and chosen_at is not null`.execute(tx);
  await sql`update resolve_option set chosen_at = ${at}, chosen_by = ${by}, chosen_reason = ${reason}
    where id = ${id}`.execute(tx);
};

export type VerdictRow = Pick<Verdict, 'id' | 'party' | 'reason' | 'state' | 'appeal' | 'answer'> & {
  ticketId: string;
  departmentId: string | null;
  personId: string | null;
  supplier: string;
  givenBy: string | null;
  givenAt: Date;
  appealedBy: string | null;
  answeredBy: string | null;
};

const verdictColumns = sql`id, ticket_id as "ticketId", party, department_id as "departmentId", person_id as "personId",
  supplier, reason, state, given_by as "givenBy", given_at as "givenAt", appeal, appealed_by as "appealedBy", answer,
  answered_by as "answeredBy"`;

export const verdictsOf = async (tx: Tx, ticketId: string): Promise<VerdictRow[]> => {
  const found = await sql<VerdictRow>`select ${verdictColumns} from resolve_verdict where ticket_id = ${ticketId}
    order by id desc limit 50`.execute(tx);
  return found.rows;
};

export const verdictById = async (tx: Tx, id: string): Promise<VerdictRow | null> => {
  const found =
    await sql<VerdictRow>`select ${verdictColumns} from resolve_verdict where id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

type NewVerdict = Pick<
  VerdictRow,
  'id' | 'ticketId' | 'party' | 'departmentId' | 'personId' | 'supplier' | 'reason' | 'givenBy' | 'givenAt'
>;

/** False where one stands already. */
export const insertVerdict = async (tx: Tx, row: NewVerdict): Promise<boolean> => {
  const done = await sql`insert into resolve_verdict (id, ticket_id, party, department_id, person_id, supplier, reason,
      state, given_by, given_at)
    values (${row.id}, ${row.ticketId}, ${row.party}, ${row.departmentId}, ${row.personId}, ${row.supplier},
      ${row.reason}, 'given', ${row.givenBy}, ${row.givenAt})
    on conflict (ticket_id) where state <> 'lifted' do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const setAppeal = async (
  tx: Tx,
  { id, appeal, by, at }: { id: string; appeal: string; by: string | null; at: Date },
): Promise<void> => {
  await sql`update resolve_verdict set state = 'appealed', appeal = ${appeal}, appealed_by = ${by}, appealed_at = ${at}
    where id = ${id}`.execute(tx);
};

export const setAnswer = async (
  tx: Tx,
  { id, state, answer, by, at }: { id: string; state: Verdict['state']; answer: string; by: string | null; at: Date },
): Promise<void> => {
  await sql`update resolve_verdict set state = ${state}, answer = ${answer}, answered_by = ${by}, answered_at = ${at}
    where id = ${id}`.execute(tx);
};
