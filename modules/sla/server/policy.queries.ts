import type { Tx } from '#platform/server/database/index.ts';
import type { Policy } from '../contract.ts';

type PolicyTable = {
  id: string;
  name: string;
  name_en: string;
  kind: Policy['kind'];
  level: number | null;
  category_key: string | null;
  channel: string | null;
  department_id: string | null;
  profile_key: string | null;
  first_reply_minutes: number;
  resolve_minutes: number;
  warn_fraction: number;
  enabled: boolean;
  sort: number;
};

declare module '#platform/server/database/schema.ts' {
  interface Schema {
    sla_policy: PolicyTable;
  }
}

const policyColumns = [
  'id',
  'name',
  'name_en as nameEn',
  'kind',
  'level',
  'category_key as categoryKey',
  'channel',
  'department_id as departmentId',
  'profile_key as profileKey',
  'first_reply_minutes as firstReplyMinutes',
  'resolve_minutes as resolveMinutes',
  'warn_fraction as warnFraction',
  'enabled',
] as const;

export const findPolicies = (tx: Tx): Promise<Policy[]> =>
  tx.selectFrom('sla_policy').select(policyColumns).orderBy('sort').orderBy('id').execute();

type PolicyChange = Pick<Policy, 'firstReplyMinutes' | 'resolveMinutes' | 'warnFraction' | 'enabled'> &
  Partial<Pick<Policy, 'profileKey'>>;

export const updatePolicy = (tx: Tx, id: string, change: PolicyChange): Promise<Policy | undefined> =>
  tx
    .updateTable('sla_policy')
    .set({
      first_reply_minutes: change.firstReplyMinutes,
      resolve_minutes: change.resolveMinutes,
      warn_fraction: change.warnFraction,
      enabled: change.enabled,
      ...(change.profileKey === undefined ? {} : { profile_key: change.profileKey }),
    })
    .where('id', '=', id)
    .returning(policyColumns)
    .executeTakeFirst();

export const insertPolicy = (tx: Tx, policy: Policy): Promise<Policy> =>
  tx
    .insertInto('sla_policy')
    .values({
      id: policy.id,
      name: policy.name,
      name_en: policy.nameEn,
      kind: policy.kind,
      level: policy.level,
      category_key: policy.categoryKey,
      channel: policy.channel,
      department_id: policy.departmentId,
      profile_key: policy.profileKey,
      first_reply_minutes: policy.firstReplyMinutes,
      resolve_minutes: policy.resolveMinutes,
      warn_fraction: policy.warnFraction,
      enabled: policy.enabled,
      sort: 5,
    })
    .returning(policyColumns)
    .executeTakeFirstOrThrow();

export const deletePolicy = async (tx: Tx, id: string): Promise<boolean> =>
  Number((await tx.deleteFrom('sla_policy').where('id', '=', id).executeTakeFirst()).numDeletedRows) > 0;
