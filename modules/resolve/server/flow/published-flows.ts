import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { flowSpecSchema, type FlowSpec } from '../../contract/flow.ts';
import { publishedStamp, publishedVersions, versionByNo, versionsOf, type VersionRecord } from './flow.queries.ts';
import type { Published } from './flow.rules.ts';

type Kept = { stamp: string; flows: readonly Published[]; specs: Map<string, FlowSpec> };
const kept = new WeakMap<App, Kept>();
/** Specs of versions that tickets still run by; immutable, so they never go stale. */
const mostSpecs = 500;

const keptOf = (app: App): Kept => {
  const known = kept.get(app);
  if (known) return known;
  const fresh: Kept = { stamp: '', flows: [], specs: new Map() };
  kept.set(app, fresh);
  return fresh;
};

const asPublished = (row: VersionRecord): Published => ({
  flowId: row.flowId,
  no: row.no,
  publishedAt: row.publishedAt ?? row.changedAt,
  spec: flowSpecSchema.parse(row.spec),
});

/** The same as `publishedStamp` gives. */
const stampOf = (rows: readonly VersionRecord[]): string =>
  `${rows.length} ${rows.map((row) => `${row.flowId}:${row.no}`).join(' ')}`;

/** What new tickets follow: one short question, and the specs again only when something was published since. */
export const publishedFlows = async (tx: Tx, app: App): Promise<readonly Published[]> => {
  const found = keptOf(app);
  const stamp = await publishedStamp(tx);
  if (stamp !== found.stamp) {
    const rows = await publishedVersions(tx);
    found.flows = rows.map(asPublished);
    // Of what was read, not of what was asked before: somebody may have published in between.
    found.stamp = stampOf(rows);
  }
  return found.flows;
};

/** The version that was in force then; a ticket that waited while the next one was published keeps to it. */
export const publishedAt = async (tx: Tx, flow: Published, at: Date): Promise<Published | undefined> => {
  if (flow.publishedAt <= at) return flow;
  const earlier = (await versionsOf(tx, flow.flowId)).find(
    (row) => row.publishedAt !== null && row.publishedAt <= at && row.no < flow.no,
  );
  return earlier ? asPublished(earlier) : undefined;
};

/** The words of one version. It stands in a foreign key of every run: what is missing here is a fault of ours. */
export const specOf = async (tx: Tx, app: App, flowId: string, no: number): Promise<FlowSpec> => {
  const { specs } = keptOf(app);
  const name = `${flowId} ${no}`;
  const known = specs.get(name);
  if (known) return known;
  const row = await versionByNo(tx, flowId, no);
  if (!row) throw new Error(`version ${no} of flow ${flowId} is gone`);
  const spec = flowSpecSchema.parse(row.spec);
  if (row.state !== 'draft') {
    if (specs.size >= mostSpecs) specs.clear();
    specs.set(name, spec);
  }
  return spec;
};
