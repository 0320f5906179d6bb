import { findRoles, peopleByIds } from '#modules/staff/server/index.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { changeFlow, Flow, FlowInput, tryFlows } from '../contract.ts';
import { asPerson } from './approval.access.ts';
import { levelFault, neededOf } from './approval.state.ts';
import { countRunning, findFlows, insertFlow, lockFlow, retireFlow, type FlowRecord } from './flow.queries.ts';
import { flowFor } from './flow.rules.ts';
import { nameSigners } from './signers.ts';
import { subjectKinds } from './subjects.ts';
import { namesOf } from './view-request.ts';

const viewFlow = (flow: FlowRecord, running: ReadonlyMap<string, number>): Flow => ({
  ...flow,
  running: running.get(flow.id) ?? 0,
});

export const listFlowsFor = (app: App) =>
  app.db.read(everything, async (tx) => {
    const flows = await findFlows(tx);
    const running = await countRunning(tx);
    const kinds = [...new Set([...subjectKinds(), ...flows.map((flow) => flow.kind)])].toSorted();
    return { items: flows.map((flow) => viewFlow(flow, running)), kinds };
  });

/** What a flow names has to exist; that it also has people is what the dry run is for. */
const mustBeSound = async (tx: Tx, flow: FlowInput): Promise<void> => {
  const specs = flow.levels.flatMap((level) => level.signers);
  const people = specs.flatMap((spec) => (spec.kind === 'person' ? [spec.personId] : []));
  const found = await peopleByIds(tx, people);
  if (new Set(people).size > found.length) throw new Problem('approval.unknown_person', 422);
  const roles = new Set((await findRoles(tx)).map((role) => role.key));
  const missing = specs.find((spec) => spec.kind === 'role' && !roles.has(spec.roleKey));
  if (missing) throw new Problem('approval.unknown_role', 422);
};

const noteChange = (tx: Tx, actor: Actor, flow: { id: string; version: number }, at: Date): Promise<void> =>
  emit(tx, [{ name: 'approval_flow.changed', subjectId: flow.id, actor, at, data: { version: flow.version } }]);

const save = async (tx: Tx, actor: Actor, flow: FlowRecord, at: Date): Promise<Flow> => {
  await insertFlow(tx, flow, actor.id, at);
  await noteChange(tx, actor, flow, at);
  return viewFlow(flow, await countRunning(tx));
};

export const addFlow = (app: App, actor: Actor, input: FlowInput): Promise<Flow> =>
  app.db.write(everything, async (tx) => {
    await mustBeSound(tx, input);
    const at = app.clock.now();
    return save(tx, actor, { ...input, id: newId(at), version: 1 }, at);
  });

/** A new version beside the old one, which requests that run go on with. */
export const editFlow = (app: App, actor: Actor, id: string, body: BodyOf<typeof changeFlow>): Promise<Flow> =>
  app.db.write(everything, async (tx) => {
    const found = await lockFlow(tx, id);
    if (!found) throw notFound('approval_flow');
    const { version, ...input } = body;
    if (version !== found.version) throw new Problem('approval.flow_changed', 409, { version: found.version });
    await mustBeSound(tx, input);
    await retireFlow(tx, id);
    return save(tx, actor, { ...input, id, version: version + 1 }, app.clock.now());
  });

export const removeFlow = (app: App, actor: Actor, id: string): Promise<void> =>
  app.db.write(everything, async (tx) => {
    const found = await lockFlow(tx, id);
    if (!found) throw notFound('approval_flow');
    await retireFlow(tx, id);
    await noteChange(tx, actor, found, app.clock.now());
  });

/** Who would be asked, told as the real asking would find them; a level that nobody could sign says so. */
export const tryFlow = (app: App, actor: Actor, body: BodyOf<typeof tryFlows>) =>
  app.db.read(everything, async (tx) => {
    const requesterId = body.requesterId ?? asPerson(actor).id;
    const drafts = body.draft ? [{ ...body.draft, id: null }] : await findFlows(tx, body.kind);
    const flow = flowFor<FlowInput & { id: string | null }>(drafts, body.kind, body.facts);
    if (!flow) return { flow: null, levels: [] };
    const levels = await nameSigners(tx, flow.levels, { requesterId, subjectDepartmentId: null });
    const nameOf = await namesOf(
      tx,
      actor,
      levels.flatMap((level) => level.people),
    );
    return {
      flow: { id: flow.id, name: flow.name, nameEn: flow.nameEn },
      levels: levels.map((level) => ({
        name: level.name,
        nameEn: level.nameEn,
        rule: level.rule,
        people: level.people.map(nameOf),
        needed: neededOf(level.rule, level.people.length),
        fault: levelFault(level.rule, level.people, requesterId),
      })),
    };
  });
