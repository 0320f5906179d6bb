import type { Generated } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { AssignRule } from '../contract.ts';

type AssignRuleTable = {
  id: string;
  name: string;
  category_prefix: string | null;
  kind: AssignRule['kind'];
  level: AssignRule['level'];
  region: string | null;
  channel: AssignRule['channel'];
  tier: AssignRule['tier'];
  department_id: string;
  person_id: string | null;
  priority: number;
  enabled: boolean;
  version: Generated<number>;
};

declare module '#platform/server/database/schema.ts' {
  interface Schema {
    assign_rule: AssignRuleTable;
  }
}

const columns = [
  'id',
  'name',
  'category_prefix as categoryPrefix',
  'kind',
  'level',
  'region',
  'channel',
  'tier',
  'department_id as departmentId',
  'person_id as personId',
  'priority',
  'enabled',
] as const;

const toRow = (rule: AssignRule) => ({
  id: rule.id,
  name: rule.name,
  category_prefix: rule.categoryPrefix,
  kind: rule.kind,
  level: rule.level,
  region: rule.region,
  channel: rule.channel,
  tier: rule.tier,
  department_id: rule.departmentId,
  person_id: rule.personId,
  priority: rule.priority,
  enabled: rule.enabled,
});

/** All rules: they are people's work and few (hundreds at most). */
export const findRules = (tx: Tx): Promise<AssignRule[]> =>
  tx.selectFrom('assign_rule').select(columns).orderBy('priority').orderBy('id').limit(2000).execute();

export const insertRule = (tx: Tx, rule: AssignRule): Promise<AssignRule> =>
  tx.insertInto('assign_rule').values(toRow(rule)).returning(columns).executeTakeFirstOrThrow();

export const updateRule = (tx: Tx, rule: AssignRule): Promise<AssignRule | undefined> =>
  tx.updateTable('assign_rule').set(toRow(rule)).where('id', '=', rule.id).returning(columns).executeTakeFirst();

export const deleteRule = async (tx: Tx, id: string): Promise<boolean> =>
  Number((await tx.deleteFrom('assign_rule').where('id', '=', id).executeTakeFirst()).numDeletedRows) > 0;
