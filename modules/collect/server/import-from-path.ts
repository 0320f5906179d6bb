import path from 'node:path';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { readTable } from './import/read-table.ts';
import { findStoppedRun, insertRun } from './import.queries.ts';
import { runImport, type ImportCounts } from './run-import.ts';
import { fileHash } from './serve-import.ts';

/** Imports a file where it lies. One that stopped half-way goes on behind its last batch. */
export const importFromPath = async (
  app: App,
  file: string,
  onProgress: (counts: ImportCounts, total: number | null) => void,
): Promise<ImportCounts> => {
  const table = await readTable(file);
  const total = table.rowCountEstimate ?? null;
  const sha256 = await fileHash(file);
  const run = await app.db.write(
    everything,
    async (tx) =>
      (await findStoppedRun(tx, sha256)) ??
      insertRun(tx, {
        id: newId(app.clock.now()),
        fileName: path.basename(file),
        fileSha256: sha256,
        rowsTotal: total,
        startedBy: null,
        at: app.clock.now(),
      }),
  );
  const before = { rows: run.rowsDone, created: run.created, linked: run.linked, failed: run.failed };
  const sum = await runImport(app, run, { file, onProgress: (counts) => onProgress(counts, total) });
  return {
    rows: before.rows + sum.rows,
    created: before.created + sum.created,
    linked: before.linked + sum.linked,
    failed: before.failed + sum.failed,
  };
};
