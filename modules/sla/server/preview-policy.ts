import type { QueryOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { previewPolicy as route } from '../contract.ts';
import { computeDeadline } from './calendar/deadline.ts';
import { traceOf } from './calendar/trace.ts';
import { caseOf, planClocks, ruleOfClock } from './plan-clocks.ts';
import { currentRules, refreshRules } from './rulebook.ts';
import { policiesFor } from './sla.rules.ts';

/** The promise and the clocks that such a ticket would get, by the same plan that opens it. */
export const previewPolicy = async (app: App, query: QueryOf<typeof route>): Promise<ReplyOf<typeof route>> => {
  await refreshRules(app);
  const rules = currentRules(app);
  const at = query.at === undefined ? app.clock.now() : new Date(query.at);
  const { kind, level, channel, categoryKey = null, departmentId } = query;
  const of = caseOf(app, {
    kind,
    level,
    channel,
    categoryKey,
    ...(departmentId === undefined ? {} : { departmentId }),
  });
  const policies = policiesFor(rules.policies, of);
  const profileKey = policies[0]?.profileKey ?? null;
  const profile = profileKey === null ? undefined : rules.profile(profileKey);
  const clocks = planClocks(rules, of, 'opened', at).map((plan) => {
    const { rule, calendar, spec } = ruleOfClock(rules, plan);
    const input = { receivedAt: at.getTime() };
    return {
      clock: plan.clock,
      name: spec?.name ?? '',
      nameEn: spec?.nameEn ?? '',
      dueAt: plan.dueAt.toISOString(),
      provisional: plan.provisional,
      reason: traceOf(calendar, rule, input, computeDeadline(calendar, rule, input)),
    };
  });
  return { policies, drafts: profile?.spec.clocks.filter((clock) => !clock.confirmed).length ?? 0, clocks };
};
