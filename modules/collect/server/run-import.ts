import path from 'node:path';
import type { App } from '#platform/server/app.ts';
import { isRowFault, isUniqueViolation } from '#platform/server/database/faults.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { mapColumns, type ColumnMapping, type ColumnUse } from './import/map-columns.ts';
import { normaliseRow } from './import/normalise-row.ts';
import { guessDateOrder, type DateOrder } from './import/read-date.ts';
import { readTable } from './import/read-table.ts';
import type { Table, TableRow } from './import/table.ts';
import { addProgress, insertProblems, setRunState, type ProblemLine, type RunRow } from './import.queries.ts';
import { rowToSubmission } from './row-to-submission.ts';
import { submitSet, type Submission } from './submit-feedback.ts';

export type ImportCounts = { rows: number; created: number; linked: number; failed: number };

const batchRows = 256;

export const importFile = (app: App, runId: string): string => path.join(app.config.dataDir, 'imports', runId);

type Batch = {
  submissions: { submission: Submission; row: TableRow }[];
  problems: ProblemLine[];
  /** The line behind which it begins, and its last one. */
  afterLine: number;
  lastLine: number;
};

const emptyBatch = (afterLine: number): Batch => ({ submissions: [], problems: [], afterLine, lastLine: 0 });

/** Undoes the batch: the import was cancelled meanwhile, or another process goes on with it already. */
class Overtaken extends Error {}

const orderSampleRows = 2000;

/** Whether 6/1 is the first of June or the sixth of January is told by the other dates of the column. */
const dateOrderOf = async (table: Table, mapping: ColumnMapping): Promise<DateOrder> => {
  const at = mapping.findIndex((column) => column.use === 'occurredAt');
  const samples: string[] = [];
  if (at >= 0) {
    for await (const row of table.rows()) {
      const cell = row.cells[at];
      if (cell) samples.push(cell);
      if (samples.length >= orderSampleRows) break;
    }
  }
  return guessDateOrder(samples).order;
};

const addRow = (app: App, batch: Batch, row: TableRow, mapping: ColumnMapping, order: DateOrder): void => {
  batch.lastLine = row.line;
  if (row.problem) {
    batch.problems.push({ ...row.problem, line: row.line, cells: row.cells });
    return;
  }
  const read = normaliseRow(row.cells, mapping, { order });
  if (read.ok) batch.submissions.push({ submission: rowToSubmission(app, read.feedback), row });
  else batch.problems.push({ code: read.code, data: read.data, line: row.line, cells: row.cells });
};

const commitBatch = (app: App, runId: string, batch: Batch): Promise<ImportCounts> =>
  app.db.write(
    everything,
    async (tx) => {
      const outcomes = await submitSet(
        tx,
        app,
        batch.submissions.map((one) => one.submission),
      );
      const refused = outcomes.filter((outcome) => outcome.status === 'refused').length;
      const linked = outcomes.filter((outcome) => outcome.status === 'known').length;
      await insertProblems(tx, runId, batch.problems);
      const counts = {
        rows: batch.submissions.length + batch.problems.length,
        created: outcomes.length - refused - linked,
        linked,
        failed: batch.problems.length + refused,
      };
      const { afterLine, lastLine } = batch;
      if (!(await addProgress(tx, runId, { ...counts, afterLine, lastLine }))) throw new Overtaken();
      return counts;
    },
    120_000,
  );

/** One batch and the note of how far we are commit together: after a power cut it goes on exactly behind the last one. */
const writeBatch = async (app: App, runId: string, batch: Batch): Promise<ImportCounts | null> => {
  try {
    return await commitBatch(app, runId, batch).catch((error: unknown) => {
      // A customer of the file may have written by himself in the same moment: the second look finds him.
      if (isUniqueViolation(error)) return commitBatch(app, runId, batch);
      throw error;
    });
  } catch (error) {
    if (error instanceof Overtaken) return null;
    throw error;
  }
};

/** A row that PostgreSQL itself refuses stops its batch; then each row is tried alone and the bad one is reported. */
const writeBatchPatiently = async (app: App, runId: string, batch: Batch): Promise<ImportCounts | null> => {
  try {
    return await writeBatch(app, runId, batch);
  } catch (error) {
    if (!isRowFault(error) && !(error instanceof Problem)) throw error;
  }
  const sum: ImportCounts = { rows: 0, created: 0, linked: 0, failed: 0 };
  const add = (more: ImportCounts | null): boolean => {
    if (more === null) return false;
    sum.rows += more.rows;
    sum.created += more.created;
    sum.linked += more.linked;
    sum.failed += more.failed;
    return true;
  };
  let { afterLine } = batch;
  for (const one of batch.submissions) {
    const alone: Batch = { submissions: [one], problems: [], afterLine, lastLine: one.row.line };
    const refused: Batch = {
      ...alone,
      submissions: [],
      problems: [{ code: 'import.row.invalid_bytes', data: {}, line: one.row.line, cells: one.row.cells }],
    };
    const counts = await writeBatch(app, runId, alone).catch((error: unknown) => {
      if (isRowFault(error) || error instanceof Problem) return writeBatch(app, runId, refused);
      throw error;
    });
    if (!add(counts)) return null;
    afterLine = one.row.line;
  }
  return add(await writeBatch(app, runId, { ...batch, submissions: [], afterLine })) ? sum : null;
};

export type ImportOptions = {
  file: string;
  mapping?: Readonly<Record<string, ColumnUse>>;
  onProgress?: (counts: ImportCounts) => void;
};

/** Reads the file from where the run stopped, in batches. Resolves with what this call added; a cancelled run ends early. */
export const runImport = async (app: App, run: RunRow, options: ImportOptions): Promise<ImportCounts> => {
  const sum: ImportCounts = { rows: 0, created: 0, linked: 0, failed: 0 };
  try {
    const table = await readTable(options.file);
    const { mapping } = mapColumns(table.columns, options.mapping ?? {});
    await app.db.write(everything, (tx) =>
      setRunState(tx, run.id, {
        state: 'running',
        ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
      }),
    );
    const order = await dateOrderOf(table, mapping);
    let batch = emptyBatch(run.lastLine);
    const flush = async (): Promise<boolean> => {
      const counts = await writeBatchPatiently(app, run.id, batch);
      batch = emptyBatch(batch.lastLine);
      if (counts === null) return false;
      sum.rows += counts.rows;
      sum.created += counts.created;
      sum.linked += counts.linked;
      sum.failed += counts.failed;
      options.onProgress?.({ ...sum });
      return true;
    };
    for await (const row of table.rows({ afterLine: run.lastLine })) {
      addRow(app, batch, row, mapping, order);
      if (batch.submissions.length + batch.problems.length >= batchRows && !(await flush())) return sum;
    }
    if (batch.lastLine > 0 && !(await flush())) return sum;
    await app.db.write(everything, (tx) => setRunState(tx, run.id, { state: 'done', finishedAt: app.clock.now() }));
    return sum;
  } catch (error) {
    const problem = error instanceof Problem ? error.code : 'system.unexpected';
    await app.db.write(everything, (tx) => setRunState(tx, run.id, { state: 'failed', problem }));
    throw error;
  }
};
