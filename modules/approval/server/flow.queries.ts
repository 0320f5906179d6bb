import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Condition, FlowLevel } from '../contract.ts';

export type FlowRecord = {
  id: string;
  version: number;
  kind: string;
  name: string;
  nameEn: string;
  conditions: Condition[];
  levels: FlowLevel[];
  sort: number;
  enabled: boolean;
};

const columns = sql`id, version, kind, name, name_en as "nameEn", conditions, levels, sort, enabled`;

/** Flows that are in use, in the order in which they are tried; people write them, so they are few. */
export const findFlows = async (tx: Tx, kind: string | null = null): Promise<FlowRecord[]> => {
  const found = await sql<FlowRecord>`
    select ${columns} from approval_flow where live and (${kind}::text is null or kind = ${kind})
    order by kind, sort, id limit 1000`.execute(tx);
  return found.rows;
};

export const lockFlow = async (tx: Tx, id: string): Promise<FlowRecord | null> => {
  const found = await sql<FlowRecord>`
    select ${columns} from approval_flow where id = ${id} and live for update`.execute(tx);
  return found.rows[0] ?? null;
};

/** Versions of flows, gone ones too: a request names the one it began with. */
export const flowVersions = async (
  tx: Tx,
  wanted: readonly { id: string; version: number }[],
): Promise<Pick<FlowRecord, 'id' | 'version' | 'name' | 'nameEn'>[]> => {
  const found = await sql<Pick<FlowRecord, 'id' | 'version' | 'name' | 'nameEn'>>`
    select f.id, f.version, f.name, f.name_en as "nameEn" from approval_flow f
    join unnest(${wanted.map((each) => each.id)}::uuid[], ${wanted.map((each) => each.version)}::int[])
      as w(id, version) on f.id = w.id and f.version = w.version`.execute(tx);
  return found.rows;
};

export const retireFlow = async (tx: Tx, id: string): Promise<void> => {
  await sql`update approval_flow set live = false where id = ${id} and live`.execute(tx);
};

export const insertFlow = async (tx: Tx, flow: FlowRecord, by: string | null, at: Date): Promise<void> => {
  await sql`
    insert into approval_flow (id, version, kind, name, name_en, conditions, levels, sort, enabled, changed_by, changed_at)
    values (${flow.id}, ${flow.version}, ${flow.kind}, ${flow.name}, ${flow.nameEn},
      ${JSON.stringify(flow.conditions)}::jsonb, ${JSON.stringify(flow.levels)}::jsonb, ${flow.sort}, ${flow.enabled},
      ${by}, ${at})`.execute(tx);
};

export const countRunning = async (tx: Tx): Promise<Map<string, number>> => {
  const found = await sql<{ id: string; count: number }>`
    select flow_id as id, count(*)::int as count from approval_request where status in ('open', 'returned')
    group by flow_id`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row.count]));
};
