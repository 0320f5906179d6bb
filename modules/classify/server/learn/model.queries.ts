import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import { lockSettings } from '../classify.queries.ts';
import {
  learnReportSchema,
  modelSchema,
  type LearnedField,
  type LearnReportView,
  type ModelComparison,
  type ModelReason,
  type ModelSummary,
} from '../../contract.ts';

const instant = z.date().transform((at) => at.toISOString());
const summaryRow = z
  .object({ ...modelSchema.shape, trainedAt: instant, activatedAt: instant.nullable() })
  .transform((row): ModelSummary => row);

const summaryColumns = sql`id, field, version, state, reason, rows, asked, compared, trained_at as "trainedAt",
  activated_at as "activatedAt", bytes is not null as usable, (report->>'accuracy')::float8 as accuracy,
  (report->>'macroF1')::float8 as "macroF1", (report->>'coverageAtPrecision')::float8 as coverage`;

const summaries = async (tx: Tx, rest: RawBuilder<unknown>): Promise<ModelSummary[]> => {
  const found = await sql<unknown>`select ${summaryColumns} from classify_model ${rest}`.execute(tx);
  return z.array(summaryRow).parse(found.rows);
};

export const findActiveModels = (tx: Tx): Promise<ModelSummary[]> =>
  summaries(tx, sql`where state = 'active' order by field`);

export const modelById = async (tx: Tx, id: string): Promise<ModelSummary | null> =>
  (await summaries(tx, sql`where id = ${id}`))[0] ?? null;

/** All trainings of a field, the newest first, from before a version on. */
export const modelsOf = (
  tx: Tx,
  field: LearnedField,
  beforeVersion: number | null,
  limit: number,
): Promise<ModelSummary[]> =>
  summaries(
    tx,
    sql`where field = ${field} and ${beforeVersion === null ? sql`true` : sql`version < ${beforeVersion}`}
      order by version desc limit ${limit}`,
  );

/** The one that was in use before and whose file is still there. */
export const previousModel = async (tx: Tx, field: LearnedField): Promise<ModelSummary | null> =>
  (
    await summaries(
      tx,
      sql`where field = ${field} and state = 'old' and bytes is not null order by activated_at desc limit 1`,
    )
  )[0] ?? null;

export const reportOf = async (tx: Tx, id: string): Promise<LearnReportView | null> => {
  const found = await sql<{ report: unknown }>`select report from classify_model where id = ${id}`.execute(tx);
  return learnReportSchema.nullable().parse(found.rows[0]?.report ?? null);
};

export type ModelFile = { bytes: Uint8Array | null; probe: Uint8Array | null };

export const modelFile = async (tx: Tx, id: string): Promise<ModelFile> => {
  const found = await sql<ModelFile>`select bytes, probe from classify_model where id = ${id}`.execute(tx);
  return found.rows[0] ?? { bytes: null, probe: null };
};

/** The file of a version that was in use once; null when it has been let go. */
export const modelOfVersion = async (tx: Tx, field: LearnedField, version: number): Promise<Uint8Array | null> => {
  const found = await sql<Pick<ModelFile, 'bytes'>>`
    select bytes from classify_model where field = ${field} and version = ${version}`.execute(tx);
  return found.rows[0]?.bytes ?? null;
};

export type NewModel = {
  id: string;
  field: LearnedField;
  bytes: Uint8Array | null;
  probe: Uint8Array;
  report: LearnReportView;
  rows: number;
  asked: number;
  reason: ModelReason;
  compared: ModelComparison | null;
  at: Date;
  accepted: boolean;
};

/** The new model takes the place of the one in use, or is kept as refused; answers its version. */
export const insertModel = async (tx: Tx, model: NewModel): Promise<number> => {
  if (model.accepted) await retire(tx, model.field);
  const found = await sql<{ version: number }>`
    insert into classify_model (id, field, version, state, bytes, probe, report, rows, asked, reason, compared, trained_at, activated_at)
    values (${model.id}, ${model.field},
      (select coalesce(max(version), 0) + 1 from classify_model where field = ${model.field}),
      ${model.accepted ? 'active' : 'refused'}, ${model.bytes}, ${model.accepted ? model.probe : null},
      ${JSON.stringify(model.report)}::jsonb, ${model.rows}, ${model.asked}, ${model.reason},
      ${model.compared === null ? null : JSON.stringify(model.compared)}::jsonb, ${model.at}, ${model.accepted ? model.at : null})
    returning version`.execute(tx);
  const version = found.rows[0]?.version;
  if (version === undefined) throw new Error('a model was not stored');
  return version;
};

/** Whoever changes what is in use takes turns: of a training that ends and a person who chooses, the later one holds. */
const retire = async (tx: Tx, field: LearnedField): Promise<void> => {
  await lockSettings(tx);
  await sql`update classify_model set state = 'old' where field = ${field} and state = 'active'`.execute(tx);
};

/** Every field goes on by rules alone; the files stay. For benches that compare. */
export const retireModels = async (tx: Tx): Promise<void> => {
  await sql`update classify_model set state = 'old' where state = 'active'`.execute(tx);
};

/** False when its file is gone. */
export const useModel = async (
  tx: Tx,
  model: Pick<ModelSummary, 'id' | 'field'>,
  reason: ModelReason,
  at: Date,
): Promise<boolean> => {
  await retire(tx, model.field);
  const done = await sql`update classify_model set state = 'active', reason = ${reason}, activated_at = ${at}
    where id = ${model.id} and bytes is not null`.execute(tx);
  return done.numAffectedRows === 1n;
};

/** Files of models that stand far back are let go; their reports stay for the learning curve. */
export const dropOldFiles = async (tx: Tx, field: LearnedField, kept: number): Promise<void> => {
  await sql`update classify_model set bytes = null, probe = null
    where field = ${field} and state <> 'active' and bytes is not null and id not in (
      select id from classify_model where field = ${field} and state <> 'active' and bytes is not null
      order by version desc limit ${kept})`.execute(tx);
};

const askedSchema = z.record(z.string(), z.number());

export const findAsked = async (tx: Tx): Promise<Record<string, number>> => {
  const found = await sql<{ asked: unknown }>`select asked from classify_setting`.execute(tx);
  return askedSchema.parse(found.rows[0]?.asked ?? {});
};

export const setAsked = async (tx: Tx, field: LearnedField, asked: number): Promise<void> => {
  await sql`update classify_setting set asked = asked || jsonb_build_object(${field}::text, ${asked}::float8)`.execute(
    tx,
  );
};

export const findIndustry = async (tx: Tx): Promise<string | null> => {
  const found = await sql<{ industry: string | null }>`select industry from classify_setting`.execute(tx);
  return found.rows[0]?.industry ?? null;
};

export const setIndustry = async (tx: Tx, industry: string): Promise<void> => {
  await sql`update classify_setting set industry = ${industry}`.execute(tx);
};
