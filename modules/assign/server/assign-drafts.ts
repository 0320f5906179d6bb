import { departmentDirectory } from '#modules/staff/server/index.ts';
import { categoriesAbove, registerOpeningStage, type OpeningDraft } from '#modules/ticket/server/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { App } from '#platform/server/app.ts';
import type { AssignRule } from '../contract.ts';
import { assignSnapshot } from './assign-cache.ts';
import { nearestOpen, personFor, ruleFor, unitForRegion, type Candidate, type Facts } from './assign.rules.ts';

type Placement = { departmentId: string; rule: AssignRule | undefined };

/** Department for a case under these rules; undefined only while the company has no department at all. */
export const placeCase = (
  app: App,
  rules: readonly AssignRule[],
  { categoryKey, ...given }: Omit<Facts, 'categories'> & { categoryKey: string | null },
  outletId: string | null,
  learnedDepartmentId?: string,
): Placement | undefined => {
  const directory = departmentDirectory(app);
  const region =
    given.region !== '' ? given.region : outletId === null ? '' : (directory.outlet(outletId)?.region ?? '');
  const rule = ruleFor(rules, {
    ...given,
    region,
    categories: categoriesAbove(categoryKey, assignSnapshot(app).parents),
  });
  // Rules of duty are orders; where none speaks, what was learned from hand-overs says more than the default.
  const learned =
    rule === undefined && directory.department(learnedDepartmentId ?? '') ? learnedDepartmentId : undefined;
  const wanted = rule?.departmentId ?? learned ?? directory.defaultDepartmentId;
  // Nobody looks after what lies in a closed department.
  const open = (id: string | null): string | null => nearestOpen(directory.departments, id);
  const target = open(wanted) ?? open(directory.defaultDepartmentId);
  if (target === null) return undefined;
  return { departmentId: unitForRegion(directory.departments, target, region), rule };
};

const chooseOwner = (candidates: readonly Candidate[], placement: Placement): Candidate | null => {
  const named = placement.rule?.personId;
  const person =
    named === undefined || named === null
      ? undefined
      : candidates.find((one) => one.id === named && one.presence !== 'off');
  return person ?? personFor(candidates, placement.departmentId);
};

const assign = (app: App, draft: OpeningDraft): void => {
  const { rules, candidates } = assignSnapshot(app);
  const facts = {
    categoryKey: draft.categoryKey ?? null,
    kind: draft.kind ?? 'inquiry',
    level: draft.level ?? 3,
    region: draft.region,
    channel: draft.channel,
    tier: draft.customer?.tier ?? 'standard',
  };
  const placement = placeCase(app, rules, facts, draft.outletId, draft.learnedDepartmentId);
  if (!placement) throw new Problem('assign.not_set_up', 503);
  draft.departmentId = placement.departmentId;
  if (draft.spam === true) return;
  const owner = chooseOwner(candidates, placement);
  if (owner) {
    draft.ownerId = owner.id;
    owner.open += 1;
  }
  draft.triage = {
    ...draft.triage,
    assign: {
      ruleId: placement.rule?.id ?? null,
      ruleName: placement.rule?.name ?? null,
      learned: placement.rule === undefined && draft.learnedDepartmentId === placement.departmentId,
      toPerson: owner !== null,
    },
  };
};

/** Runs after classification: rules first, then region, then whoever has least to do. */
export const registerAssignStage = (): void => {
  registerOpeningStage({
    name: 'assign',
    order: 20,
    run(drafts, app) {
      for (const draft of drafts) assign(app, draft);
    },
  });
};
