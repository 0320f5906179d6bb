import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { RowProblem } from './import/import-problem.ts';

export type RunState = 'ready' | 'running' | 'done' | 'failed' | 'cancelled';

export type RunRow = {
  id: string;
  fileName: string;
  fileSha256: string;
  mapping: unknown;
  state: RunState;
  rowsTotal: number | null;
  rowsDone: number;
  created: number;
  linked: number;
  failed: number;
  lastLine: number;
  problem: string;
  createdAt: Date;
  finishedAt: Date | null;
};

const columns = sql`id, file_name as "fileName", file_sha256 as "fileSha256", mapping, state, rows_total as "rowsTotal", rows_done as "rowsDone",
  created_count as created, linked_count as linked, failed_count as failed, last_line as "lastLine", problem,
  created_at as "createdAt", finished_at as "finishedAt"`;

export type NewRun = {
  id: string;
  fileName: string;
  fileSha256: string;
  rowsTotal: number | null;
  startedBy: string | null;
  at: Date;
};

export const insertRun = async (tx: Tx, run: NewRun): Promise<RunRow> => {
  const found = await sql<RunRow>`
    insert into import_run (id, file_name, file_sha256, state, rows_total, started_by, created_at)
    values (${run.id}, ${run.fileName}, ${run.fileSha256}, 'ready', ${run.rowsTotal}, ${run.startedBy}, ${run.at})
    returning ${columns}`.execute(tx);
  const [row] = found.rows;
  if (!row) throw new Error('the import was not written');
  return row;
};

export const findRun = async (tx: Tx, id: string): Promise<RunRow | undefined> => {
  const found = await sql<RunRow>`select ${columns} from import_run where id = ${id}`.execute(tx);
  return found.rows[0];
};

/** An import of the same bytes that stopped on its way, to go on with instead of beginning again. */
export const findStoppedRun = async (tx: Tx, sha256: string): Promise<RunRow | undefined> => {
  const found = await sql<RunRow>`
    select ${columns} from import_run where file_sha256 = ${sha256} and state in ('running', 'failed', 'cancelled')
    order by created_at desc limit 1`.execute(tx);
  return found.rows[0];
};

export const listRuns = async (tx: Tx, before: { at: string; id: string } | null, limit: number): Promise<RunRow[]> => {
  const from = before === null ? sql`` : sql`where (created_at, id) < (${before.at}, ${before.id})`;
  const found =
    await sql<RunRow>`select ${columns} from import_run ${from} order by created_at desc, id desc limit ${limit}`.execute(
      tx,
    );
  return found.rows;
};

export const setRunState = async (
  tx: Tx,
  id: string,
  change: { state: RunState; problem?: string; finishedAt?: Date | null; mapping?: Readonly<Record<string, string>> },
): Promise<void> => {
  await sql`
    update import_run set state = ${change.state}, problem = ${change.problem ?? ''}, finished_at = ${change.finishedAt ?? null},
      mapping = coalesce(${change.mapping === undefined ? null : JSON.stringify(change.mapping)}::jsonb, mapping)
    where id = ${id}`.execute(tx);
};

export type Progress = {
  rows: number;
  created: number;
  linked: number;
  failed: number;
  afterLine: number;
  lastLine: number;
};

/** Counts a batch in the transaction that wrote it. False: it was cancelled meanwhile, or another process is further. */
export const addProgress = async (tx: Tx, id: string, more: Progress): Promise<boolean> => {
  const found = await sql`
    update import_run set rows_done = rows_done + ${more.rows}, created_count = created_count + ${more.created},
      linked_count = linked_count + ${more.linked}, failed_count = failed_count + ${more.failed}, last_line = ${more.lastLine}
    where id = ${id} and state = 'running' and last_line = ${more.afterLine} returning 1`.execute(tx);
  return found.rows.length === 1;
};

export type ProblemLine = RowProblem & { line: number; cells: string[] };

export const insertProblems = async (tx: Tx, runId: string, problems: readonly ProblemLine[]): Promise<void> => {
  if (problems.length === 0) return;
  const rows = JSON.stringify(problems);
  await sql`
    insert into import_problem (run_id, line, code, data, cells)
    select ${runId}, line, code, data, array(select jsonb_array_elements_text(cells))
    from jsonb_to_recordset(${rows}::jsonb) as row (line int, code text, data jsonb, cells jsonb)
    on conflict do nothing`.execute(tx);
};

export type KeptProblem = { line: number; code: string; data: Record<string, unknown>; cells: string[] };

export const problemsAfter = async (tx: Tx, runId: string, line: number, limit: number): Promise<KeptProblem[]> => {
  const found = await sql<KeptProblem>`
    select line, code, data, cells from import_problem where run_id = ${runId} and line > ${line} order by line limit ${limit}`.execute(
    tx,
  );
  return found.rows;
};
