import { sql, type Generated } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import { classifyRuleSchema, type ClassifyRuleRow } from '../contract.ts';

type RuleTable = {
  id: string;
  name: string;
  rule: unknown;
  priority: number;
  enabled: boolean;
  version: Generated<number>;
};
type CorrectionTable = {
  id: string;
  ticket_id: string;
  field: string;
  predicted: string | null;
  corrected: string;
  person_id: string | null;
  at: Date;
};

declare module '#platform/server/database/schema.ts' {
  interface Schema {
    classify_rule: RuleTable;
    classify_correction: CorrectionTable;
  }
}

const columns = ['id', 'name', 'rule', 'priority', 'enabled'] as const;

/** All rules, tried in this order. A row that no longer fits the shape is left out rather than stopping intake. */
export const findRules = async (tx: Tx): Promise<ClassifyRuleRow[]> => {
  const rows = await tx
    .selectFrom('classify_rule')
    .select(columns)
    .orderBy('priority')
    .orderBy('id')
    .limit(5000)
    .execute();
  return rows.flatMap((row) => {
    const read = classifyRuleSchema.safeParse(row);
    return read.success ? [read.data] : [];
  });
};

const toRow = (rule: ClassifyRuleRow) => ({ ...rule, rule: JSON.stringify(rule.rule) });

export const insertRules = async (tx: Tx, rules: readonly ClassifyRuleRow[]): Promise<void> => {
  if (rules.length > 0) await tx.insertInto('classify_rule').values(rules.map(toRow)).execute();
};

export const updateRule = async (tx: Tx, rule: ClassifyRuleRow): Promise<boolean> =>
  Number(
    (await tx.updateTable('classify_rule').set(toRow(rule)).where('id', '=', rule.id).executeTakeFirst())
      .numUpdatedRows,
  ) > 0;

export const deleteRule = async (tx: Tx, id: string): Promise<boolean> =>
  Number((await tx.deleteFrom('classify_rule').where('id', '=', id).executeTakeFirst()).numDeletedRows) > 0;

export type Patterns = { orderPatterns: string[]; trackingPatterns: string[] };

export const findPatterns = async (tx: Tx): Promise<Patterns> => {
  const found =
    await sql<Patterns>`select order_patterns as "orderPatterns", tracking_patterns as "trackingPatterns" from classify_setting`.execute(
      tx,
    );
  return found.rows[0] ?? { orderPatterns: [], trackingPatterns: [] };
};

export const setPatterns = async (tx: Tx, patterns: Patterns): Promise<void> => {
  await sql`update classify_setting set order_patterns = ${patterns.orderPatterns}, tracking_patterns = ${patterns.trackingPatterns}`.execute(
    tx,
  );
};

export type Correction = {
  id: string;
  ticketId: string;
  field: string;
  predicted: string | null;
  corrected: string;
  personId: string | null;
  at: Date;
};

export const insertCorrections = async (tx: Tx, rows: readonly Correction[]): Promise<void> => {
  if (rows.length === 0) return;
  await tx
    .insertInto('classify_correction')
    .values(
      rows.map((row) => ({
        id: row.id,
        ticket_id: row.ticketId,
        field: row.field,
        predicted: row.predicted,
        corrected: row.corrected,
        person_id: row.personId,
        at: row.at,
      })),
    )
    .execute();
};

/** Two processes that start at the same moment take turns. */
export const lockSettings = async (tx: Tx): Promise<void> => {
  await sql`select 1 from classify_setting for update`.execute(tx);
};
