import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { FlowSpec, FlowVersionState } from '../../contract/flow.ts';

export type FlowRecord = { id: string; createdAt: Date; retiredAt: Date | null };
export type VersionRecord = {
  flowId: string;
  no: number;
  state: FlowVersionState;
  /** As stored; read it with the schema. */
  spec: unknown;
  edit: number;
  changedBy: string | null;
  changedAt: Date;
  publishedAt: Date | null;
};

const flowColumns = sql`id, created_at as "createdAt", retired_at as "retiredAt"`;
const versionColumns = sql`flow_id as "flowId", no, state, spec, edit, changed_by as "changedBy", changed_at as "changedAt",
  published_at as "publishedAt"`;
const mostFlows = 500;
/** What the screen lists; older versions stay readable by their number. */
const mostVersions = 50;

export const insertFlow = async (tx: Tx, id: string, at: Date): Promise<void> => {
  await sql`insert into resolve_flow (id, created_at) values (${id}, ${at})`.execute(tx);
};

/** Held until the end of the transaction: drafts, publishing and retiring of one flow come one after the other. */
export const lockFlow = async (tx: Tx, id: string): Promise<FlowRecord | null> => {
  const found = await sql<FlowRecord>`select ${flowColumns} from resolve_flow where id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

export const findFlow = async (tx: Tx, id: string): Promise<FlowRecord | null> => {
  const found = await sql<FlowRecord>`select ${flowColumns} from resolve_flow where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export const setRetired = async (tx: Tx, id: string, at: Date | null): Promise<void> => {
  await sql`update resolve_flow set retired_at = ${at} where id = ${id}`.execute(tx);
};

/** Of every flow its draft and what is published, or the newest where neither is there. */
export const presentVersions = async (tx: Tx): Promise<(VersionRecord & { retiredAt: Date | null })[]> => {
  const found = await sql<VersionRecord & { retiredAt: Date | null }>`
    select version.flow_id as "flowId", version.no, version.state, version.spec, version.edit,
      version.changed_by as "changedBy", version.changed_at as "changedAt", version.published_at as "publishedAt",
      flow.retired_at as "retiredAt"
    from resolve_flow flow join resolve_flow_version version on version.flow_id = flow.id
    where version.state in ('draft', 'published')
      or version.no = (select max(no) from resolve_flow_version newest where newest.flow_id = flow.id)
    order by flow.id, version.no limit ${mostFlows}`.execute(tx);
  return found.rows;
};

export const versionsOf = async (tx: Tx, flowId: string): Promise<VersionRecord[]> => {
  const found = await sql<VersionRecord>`select ${versionColumns} from resolve_flow_version
    where flow_id = ${flowId} order by no desc limit ${mostVersions}`.execute(tx);
  return found.rows;
};

export const versionByNo = async (tx: Tx, flowId: string, no: number): Promise<VersionRecord | null> => {
  const found = await sql<VersionRecord>`select ${versionColumns} from resolve_flow_version
    where flow_id = ${flowId} and no = ${no}`.execute(tx);
  return found.rows[0] ?? null;
};

export const publishedVersions = async (tx: Tx): Promise<VersionRecord[]> => {
  const found = await sql<VersionRecord>`select ${versionColumns} from resolve_flow_version
    where state = 'published' order by flow_id limit ${mostFlows}`.execute(tx);
  return found.rows;
};

/** Changes whenever what is published does; read for every batch of events, so that no cache is ever behind. */
export const publishedStamp = async (tx: Tx): Promise<string> => {
  const found = await sql<{ stamp: string }>`
    select count(*) || ' ' || coalesce(string_agg(flow_id || ':' || no, ' ' order by flow_id), '') as stamp
    from resolve_flow_version where state = 'published'`.execute(tx);
  return found.rows[0]?.stamp ?? '';
};

type NewVersion = Pick<VersionRecord, 'flowId' | 'no' | 'changedBy' | 'changedAt'> & { spec: FlowSpec };

export const insertDraft = async (tx: Tx, row: NewVersion): Promise<void> => {
  await sql`insert into resolve_flow_version (flow_id, no, state, spec, changed_by, changed_at)
    values (${row.flowId}, ${row.no}, 'draft', ${JSON.stringify(row.spec)}::jsonb, ${row.changedBy},
      ${row.changedAt})`.execute(tx);
};

export const updateDraft = async (tx: Tx, row: NewVersion): Promise<void> => {
  await sql`update resolve_flow_version set spec = ${JSON.stringify(row.spec)}::jsonb, edit = edit + 1,
      changed_by = ${row.changedBy}, changed_at = ${row.changedAt}
    where flow_id = ${row.flowId} and no = ${row.no} and state = 'draft'`.execute(tx);
};

export const deleteDraft = async (tx: Tx, flowId: string): Promise<boolean> => {
  const done = await sql`delete from resolve_flow_version where flow_id = ${flowId} and state = 'draft'`.execute(tx);
  return done.numAffectedRows === 1n;
};

/** A flow of which nothing was ever published and no draft is left. */
export const deleteEmptyFlow = async (tx: Tx, id: string): Promise<void> => {
  await sql`delete from resolve_flow where id = ${id}
    and not exists (select from resolve_flow_version where flow_id = ${id})`.execute(tx);
};

export const endPublished = async (tx: Tx, flowId: string, state: 'superseded' | 'retired'): Promise<void> => {
  await sql`update resolve_flow_version set state = ${state} where flow_id = ${flowId} and state = 'published'`.execute(
    tx,
  );
};

export const setPublished = async (
  tx: Tx,
  flowId: string,
  no: number,
  by: { id: string | null; at: Date },
): Promise<void> => {
  await sql`update resolve_flow_version set state = 'published', published_at = ${by.at}, published_by = ${by.id}
    where flow_id = ${flowId} and no = ${no}`.execute(tx);
};

/** Tickets under way, by flow and version. */
export const countRunning = async (tx: Tx): Promise<{ flowId: string; no: number; running: number }[]> => {
  const found = await sql<{ flowId: string; no: number; running: number }>`
    select flow_id as "flowId", version_no as no, count(*)::int as running from resolve_flow_run
    where state <> 'done' group by flow_id, version_no limit 5000`.execute(tx);
  return found.rows;
};
