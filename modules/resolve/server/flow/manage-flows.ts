import { findDepartments, findRoles } from '#modules/staff/server/index.ts';
import { replyTemplate } from '#modules/knowledge/server/index.ts';
import { ticketCategories } from '#modules/ticket/server/index.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import {
  flowSpecSchema,
  type FlowFault,
  type FlowRow,
  type FlowSpec,
  type FlowView,
  type publishWorkflow,
  type saveWorkflow,
} from '../../contract/flow.ts';
import { peopleNames } from '../people-names.ts';
import { checkFlow, type Known } from './check-flow.ts';
import { companyFields } from './company-fields.ts';
import { changesBetween } from './compare-versions.ts';
import {
  countRunning,
  deleteDraft,
  deleteEmptyFlow,
  endPublished,
  findFlow,
  insertDraft,
  insertFlow,
  lockFlow,
  presentVersions,
  publishedVersions,
  setPublished,
  setRetired,
  updateDraft,
  versionByNo,
  versionsOf,
  type FlowRecord,
  type VersionRecord,
} from './flow.queries.ts';

/** Of the templates that a flow names those which are in use. */
const templatesIn = async (tx: Tx, spec: FlowSpec): Promise<Set<string>> => {
  const found = new Set<string>();
  for (const action of spec.steps.flatMap((step) => step.onEnter))
    if (action.kind === 'draft' && !found.has(action.templateId) && (await replyTemplate(tx, action.templateId)))
      found.add(action.templateId);
  return found;
};

const knownThings = async (tx: Tx, spec: FlowSpec): Promise<Known> => ({
  roles: new Set((await findRoles(tx)).map((role) => role.key)),
  departments: new Map((await findDepartments(tx)).map((one) => [one.id, one.closed])),
  categories: new Set((await ticketCategories(tx)).map((one) => one.key)),
  fields: new Map((await companyFields(tx)).map((field) => [field.key, field.retired])),
  templates: await templatesIn(tx, spec),
});

const scopeText = ({ scope }: FlowSpec): string =>
  JSON.stringify([scope.kinds.toSorted(), scope.levels.toSorted(), scope.categoryKeys.toSorted()]);

/** Two flows of one scope: the older one wins, which is worth a word. */
const sameScope = async (tx: Tx, spec: FlowSpec, ownId: string | null): Promise<FlowFault[]> =>
  (await publishedVersions(tx)).flatMap((row): FlowFault[] => {
    if (row.flowId === ownId) return [];
    const other = flowSpecSchema.parse(row.spec);
    if (scopeText(other) !== scopeText(spec)) return [];
    return [{ code: 'same_scope', severity: 'warning', step: null, detail: other.name }];
  });

const faultsOf = async (tx: Tx, spec: FlowSpec, ownId: string | null): Promise<FlowFault[]> => [
  ...checkFlow(spec, await knownThings(tx, spec)),
  ...(await sameScope(tx, spec, ownId)),
];

export const checkSpec = (app: App, body: { spec: FlowSpec; id?: string | undefined }) =>
  app.db.read(everything, async (tx) => ({ faults: await faultsOf(tx, body.spec, body.id ?? null) }));

export const listFlows = (app: App): Promise<{ items: FlowRow[] }> =>
  app.db.read(everything, async (tx) => {
    const rows = await presentVersions(tx);
    const running = await countRunning(tx);
    const byFlow = Map.groupBy(rows, (row) => row.flowId);
    const items = [...byFlow].map(([id, versions]): FlowRow => {
      const draft = versions.find((row) => row.state === 'draft');
      const published = versions.find((row) => row.state === 'published');
      const spec = flowSpecSchema.parse((published ?? draft ?? versions.at(-1))?.spec);
      return {
        id,
        name: spec.name,
        nameEn: spec.nameEn,
        scope: spec.scope,
        steps: spec.steps.length,
        publishedNo: published?.no ?? null,
        draftNo: draft?.no ?? null,
        retired: versions.some((row) => row.retiredAt !== null),
        running: running.filter((one) => one.flowId === id).reduce((sum, one) => sum + one.running, 0),
      };
    });
    return { items };
  });

const versionRows = async (tx: Tx, versions: readonly VersionRecord[]): Promise<FlowView['versions']> => {
  const running = await countRunning(tx);
  const nameOf = await peopleNames(
    tx,
    versions.map((row) => row.changedBy),
  );
  const specs = versions.map((row) => flowSpecSchema.parse(row.spec));
  return versions.map((row, index) => {
    const [spec, before] = [specs[index], specs[index + 1]];
    return {
      no: row.no,
      state: row.state,
      changedBy: nameOf(row.changedBy),
      changedAt: row.changedAt.toISOString(),
      publishedAt: row.publishedAt?.toISOString() ?? null,
      running: running.find((one) => one.flowId === row.flowId && one.no === row.no)?.running ?? 0,
      changes: spec && before ? changesBetween(before, spec) : [],
    };
  });
};

const viewOf = async (tx: Tx, flow: Pick<FlowRecord, 'id' | 'retiredAt'>, no?: number): Promise<FlowView> => {
  const versions = await versionsOf(tx, flow.id);
  const shown =
    no === undefined
      ? (versions.find((row) => row.state === 'draft') ??
        versions.find((row) => row.state === 'published') ??
        versions[0])
      : versions.find((row) => row.no === no);
  if (!shown) throw notFound('workflow');
  const spec = flowSpecSchema.parse(shown.spec);
  return {
    id: flow.id,
    retired: flow.retiredAt !== null,
    publishedNo: versions.find((row) => row.state === 'published')?.no ?? null,
    no: shown.no,
    state: shown.state,
    edit: shown.edit,
    spec,
    faults: shown.state === 'draft' || shown.state === 'published' ? await faultsOf(tx, spec, flow.id) : [],
    versions: await versionRows(tx, versions),
  };
};

const found = async (tx: Tx, id: string): Promise<FlowRecord> => {
  const flow = await lockFlow(tx, id);
  if (!flow) throw notFound('workflow');
  return flow;
};

const noteChange = (tx: Tx, actor: Actor, id: string, at: Date): Promise<void> =>
  emit(tx, [{ name: 'workflow.changed', subjectId: id, actor, at, data: {} }]);

export const readFlow = (app: App, id: string, no: number | undefined): Promise<FlowView> =>
  app.db.read(everything, async (tx) => {
    const flow = await findFlow(tx, id);
    if (!flow) throw notFound('workflow');
    return viewOf(tx, flow, no);
  });

export const beginDraft = (app: App, actor: Actor, spec: FlowSpec): Promise<FlowView> =>
  app.db.write(everything, async (tx) => {
    const at = app.clock.now();
    const id = newId(at);
    await insertFlow(tx, id, at);
    await insertDraft(tx, { flowId: id, no: 1, spec, changedBy: actor.id, changedAt: at });
    await noteChange(tx, actor, id, at);
    return viewOf(tx, { id, retiredAt: null });
  });

/** The writer must have seen what is there: the draft as it is, or the newest version where no draft is. */
const demandSeen = (versions: readonly VersionRecord[], seen: { no: number; edit: number }): VersionRecord => {
  const newest = versions.find((row) => row.state === 'draft') ?? versions[0];
  if (!newest) throw notFound('workflow');
  if (newest.no !== seen.no || newest.edit !== seen.edit)
    throw new Problem('resolve.flow_changed', 409, { no: newest.no, edit: newest.edit });
  return newest;
};

export const saveDraft = (app: App, actor: Actor, id: string, body: BodyOf<typeof saveWorkflow>): Promise<FlowView> =>
  app.db.write(everything, async (tx) => {
    const flow = await found(tx, id);
    const newest = demandSeen(await versionsOf(tx, id), body);
    const at = app.clock.now();
    const row = { flowId: id, spec: body.spec, changedBy: actor.id, changedAt: at };
    if (newest.state === 'draft') await updateDraft(tx, { ...row, no: newest.no });
    else await insertDraft(tx, { ...row, no: newest.no + 1 });
    await noteChange(tx, actor, id, at);
    return viewOf(tx, flow);
  });

export const dropDraft = (app: App, actor: Actor, id: string): Promise<void> =>
  app.db.write(everything, async (tx) => {
    await found(tx, id);
    if (!(await deleteDraft(tx, id))) throw notFound('workflow');
    await deleteEmptyFlow(tx, id);
    await noteChange(tx, actor, id, app.clock.now());
  });

/** From this commit on new tickets follow it. Of two who publish at once the second finds no draft as he saw it. */
export const publishDraft = (
  app: App,
  actor: Actor,
  id: string,
  body: BodyOf<typeof publishWorkflow>,
): Promise<FlowView> =>
  app.db.write(everything, async (tx) => {
    const flow = await found(tx, id);
    const draft = demandSeen(await versionsOf(tx, id), body);
    if (draft.state !== 'draft') throw new Problem('resolve.flow_changed', 409, { no: draft.no, edit: draft.edit });
    const faults = await faultsOf(tx, flowSpecSchema.parse(draft.spec), id);
    const errors = faults.filter((fault) => fault.severity === 'error');
    if (errors.length > 0) throw new Problem('resolve.flow_faulty', 422, { count: errors.length, faults: errors });
    const at = app.clock.now();
    await endPublished(tx, id, 'superseded');
    await setPublished(tx, id, draft.no, { id: actor.id, at });
    await setRetired(tx, id, null);
    await noteChange(tx, actor, id, at);
    return viewOf(tx, { ...flow, retiredAt: null });
  });

/** Nothing is destroyed: tickets that run by it go on. */
export const retireFlow = (app: App, actor: Actor, id: string): Promise<FlowView> =>
  app.db.write(everything, async (tx) => {
    const flow = await found(tx, id);
    const at = app.clock.now();
    await endPublished(tx, id, 'retired');
    await setRetired(tx, id, at);
    await noteChange(tx, actor, id, at);
    return viewOf(tx, { ...flow, retiredAt: at });
  });

export const reviveVersion = (app: App, actor: Actor, id: string, no: number): Promise<FlowView> =>
  app.db.write(everything, async (tx) => {
    const flow = await found(tx, id);
    const old = await versionByNo(tx, id, no);
    if (!old) throw notFound('workflow');
    const [newest] = await versionsOf(tx, id);
    if (!newest || newest.state === 'draft') throw new Problem('resolve.flow_has_draft', 409);
    const at = app.clock.now();
    const spec = flowSpecSchema.parse(old.spec);
    await insertDraft(tx, { flowId: id, no: newest.no + 1, spec, changedBy: actor.id, changedAt: at });
    await noteChange(tx, actor, id, at);
    return viewOf(tx, flow);
  });
