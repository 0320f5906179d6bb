import { departmentDirectory } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Policy } from '../contract.ts';
import { deletePolicy, findPolicies, insertPolicy, updatePolicy } from './policy.queries.ts';
import { currentRules, refreshRules } from './rulebook.ts';

/** A profile without a confirmed clock would promise nothing. */
const demandProfile = (app: App, key: string | null | undefined): void => {
  if (key === null || key === undefined) return;
  const profile = currentRules(app).profile(key);
  if (!profile) throw new Problem('sla.no_such_profile', 422, { profile: key });
  if (!profile.spec.clocks.some((clock) => clock.confirmed && clock.from === 'opened'))
    throw new Problem('sla.profile_is_draft', 422, { profile: key });
};

/** Without the promise that asks for nothing, a ticket might open without a clock. */
const asksNothing = (policy: Policy): boolean =>
  [policy.kind, policy.level, policy.categoryKey, policy.channel, policy.departmentId].every((each) => each === null);

const demandLastOne = (policies: readonly Policy[]): void => {
  if (!policies.some((one) => one.enabled && asksNothing(one))) throw new Problem('sla.last_policy', 409);
};

export const addPolicy = async (app: App, actor: Actor, policy: Omit<Policy, 'id'>): Promise<Policy> => {
  await refreshRules(app);
  demandProfile(app, policy.profileKey);
  const { departmentId } = policy;
  if (departmentId !== null && !departmentDirectory(app).department(departmentId)) throw notFound('department');
  const added = await app.db.write(actor.reach, (tx) => insertPolicy(tx, { ...policy, id: newId(app.clock.now()) }));
  await refreshRules(app);
  return added;
};

export const editPolicy = async (
  app: App,
  actor: Actor,
  id: string,
  change: Parameters<typeof updatePolicy>[2],
): Promise<Policy> => {
  await refreshRules(app);
  demandProfile(app, change.profileKey);
  const changed = await app.db.write(actor.reach, async (tx) => {
    const after = await updatePolicy(tx, id, change);
    if (!after) throw notFound('policy');
    if (!after.enabled) demandLastOne(await findPolicies(tx));
    return after;
  });
  await refreshRules(app);
  return changed;
};

export const removePolicy = async (app: App, actor: Actor, id: string): Promise<void> => {
  await app.db.write(actor.reach, async (tx) => {
    if (!(await deletePolicy(tx, id))) throw notFound('policy');
    demandLastOne(await findPolicies(tx));
  });
  await refreshRules(app);
};
