import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fieldOfColumn, fieldUse } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { isOutOfSpace } from '#platform/server/database/faults.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ImportPreview, ImportRun } from '../contract.ts';
import { errorFile } from './import/error-file.ts';
import { mapColumns } from './import/map-columns.ts';
import { readTable } from './import/read-table.ts';
import { mappingSchema } from './import.job.ts';
import {
  findRun,
  insertRun,
  listRuns,
  problemsAfter,
  setRunState,
  type KeptProblem,
  type RunRow,
} from './import.queries.ts';
import { importFile } from './run-import.ts';

const sampleRows = 5;

export const runView = (run: RunRow): ImportRun => ({
  id: run.id,
  fileName: run.fileName,
  state: run.state,
  rowsTotal: run.rowsTotal,
  rowsDone: run.rowsDone,
  created: run.created,
  linked: run.linked,
  failed: run.failed,
  problem: run.problem,
  createdAt: run.createdAt.toISOString(),
  finishedAt: run.finishedAt?.toISOString() ?? null,
});

/** A column that bears the name of a custom field fills it. */
const fieldColumn = (app: App, name: string): string => {
  const key = fieldOfColumn(app, name);
  return key === undefined ? 'extra' : `${fieldUse}${key}`;
};

const previewOf = async (app: App, run: RunRow, file: string): Promise<ImportPreview> => {
  const table = await readTable(file);
  const { mapping } = mapColumns(table.columns, mappingSchema.parse(run.mapping));
  const sample: string[][] = [];
  for await (const row of table.rows()) {
    sample.push(row.cells.map((cell) => cell.slice(0, 200)));
    if (sample.length >= sampleRows) break;
  }
  return {
    ...runView(run),
    format: table.format,
    encoding: table.encoding,
    columns: [...table.columns],
    mapping: Object.fromEntries(mapping.map(({ name, use }) => [name, use === 'extra' ? fieldColumn(app, name) : use])),
    sample,
  };
};

/** SHA-256 of a file, hex: what makes two uploads the same file. */
export const fileHash = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

const keepUpload = async (source: Readable, file: string): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await pipeline(source, createWriteStream(file, { flush: true }));
  } catch (error) {
    await rm(file, { force: true });
    if (isOutOfSpace(error)) throw new Problem('system.no_space', 507);
    throw error;
  }
};

/** Keeps the file, reads its beginning and says how it would be read. A file that cannot be read is not kept. */
export const receiveImport = async (app: App, actor: Actor, request: FastifyRequest): Promise<ImportPreview> => {
  const part = await request.file();
  if (!part) throw new Problem('collect.file_missing', 400);
  const id = newId(app.clock.now());
  const file = importFile(app, id);
  await keepUpload(part.file, file);
  try {
    if (part.file.truncated) throw new Problem('import.file_too_big', 413, { limitBytes: app.config.uploadLimitBytes });
    const table = await readTable(file);
    mapColumns(table.columns);
    const run = await app.db.write(everything, async (tx) =>
      insertRun(tx, {
        id,
        fileName: part.filename.slice(0, 200),
        fileSha256: await fileHash(file),
        rowsTotal: table.rowCountEstimate ?? null,
        startedBy: actor.id,
        at: app.clock.now(),
      }),
    );
    return await previewOf(app, run, file);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
};

const accessRun = async (app: App, id: string): Promise<RunRow> => {
  const run = await app.db.read(everything, (tx) => findRun(tx, id));
  if (!run) throw notFound('import');
  return run;
};

export const readRun = async (app: App, id: string): Promise<ImportPreview> =>
  previewOf(app, await accessRun(app, id), importFile(app, id));

export const startRun = async (app: App, id: string, mapping: unknown): Promise<ImportRun> => {
  const run = await accessRun(app, id);
  if (run.state === 'running' || run.state === 'done')
    throw new Problem('collect.import_not_startable', 409, { state: run.state });
  const read = mappingSchema.safeParse(mapping ?? run.mapping);
  if (!read.success) throw new Problem('collect.import_mapping', 422);
  const table = await readTable(importFile(app, id));
  mapColumns(table.columns, read.data);
  await app.db.write(everything, async (tx) => {
    await setRunState(tx, id, { state: 'running', mapping: read.data });
    await app.jobs.enqueueMany(tx, 'collect.import', [{ runId: id }]);
  });
  return runView(await accessRun(app, id));
};

export const cancelRun = async (app: App, id: string): Promise<ImportRun> => {
  const run = await accessRun(app, id);
  if (run.state === 'done') throw new Problem('collect.import_not_startable', 409, { state: run.state });
  await app.db.write(everything, (tx) => setRunState(tx, id, { state: 'cancelled', finishedAt: app.clock.now() }));
  return runView(await accessRun(app, id));
};

export const pageOfRuns = async (
  app: App,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: ImportRun[]; nextCursor: string | null }> => {
  const [at, id] = cursor?.split('|') ?? [];
  const rows = await app.db.read(everything, (tx) =>
    listRuns(tx, at !== undefined && id !== undefined ? { at, id } : null, limit + 1),
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(runView),
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}|${last.id}` : null,
  };
};

const pageOfProblems = 500;

async function* problemsOf(app: App, runId: string): AsyncGenerator<KeptProblem> {
  for (let line = -1; ;) {
    const page = await app.db.read(everything, (tx) => problemsAfter(tx, runId, line, pageOfProblems));
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageOfProblems) return;
    line = last.line;
  }
}

/** Sends the rows that were not taken as a CSV to repair and import again. */
export const sendProblems = async (app: App, id: string, reply: FastifyReply): Promise<void> => {
  await accessRun(app, id);
  const table = await readTable(importFile(app, id));
  const lines = errorFile(table.columns, problemsOf(app, id), (code, data, language) =>
    app.texts.error(code, language, data),
  );
  await reply
    .headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="import-problems.csv"',
    })
    .send(Readable.from(lines));
};
