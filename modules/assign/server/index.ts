import { departmentDirectory } from '#modules/staff/server/index.ts';
import { latestTickets } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import {
  changeAssignRule,
  changeBounceSetting,
  createAssignRule,
  deleteAssignRule,
  listAssignRules,
  readBounces,
  readBounceSetting,
  tryAssignRules,
  type AssignRule,
} from '../contract.ts';
import { refreshAssignCache, startAssignCache, stopAssignCache } from './assign-cache.ts';
import { readBouncesOf, readSetting, saveSetting } from './bounce/read-bounces.ts';
import { watchBounces } from './bounce/watch-bounces.ts';
import { placeCase, registerAssignStage } from './assign-drafts.ts';
import { deleteRule, findRules, insertRule, updateRule } from './assign.queries.ts';
import './erase.queries.ts';

registerAssignStage();
watchBounces();

/** Writes rules as they are given; for a company that is being set up. */
export const addAssignRules = async (tx: Tx, rules: readonly AssignRule[]): Promise<void> => {
  for (const rule of rules) await insertRule(tx, rule);
};

const checkTarget = (app: App, rule: { departmentId: string }): void => {
  const found = departmentDirectory(app).department(rule.departmentId);
  if (found === undefined || found.closed) throw new Problem('assign.unknown_department', 422);
};

const tried = 100;

/** Puts the rule among the others and asks for the last hundred tickets where each would go. */
const tryRule = (app: App, actor: Actor, rule: AssignRule) =>
  app.db.read(actor.reach, async (tx) => {
    const others = (await findRules(tx)).filter((one) => one.id !== rule.id);
    const rules = [...others, { ...rule, enabled: true }].sort((a, b) => a.priority - b.priority);
    const tickets = await latestTickets(tx, tried);
    const placeOf = (departmentId: string): string => {
      const found = departmentDirectory(app).department(departmentId);
      return found ? (actor.locale === 'en' && found.nameEn !== '' ? found.nameEn : found.name) : '';
    };
    const moved = tickets.flatMap((ticket) => {
      const facts = {
        categoryKey: ticket.categoryKey,
        kind: ticket.kind,
        level: ticket.level,
        region: ticket.region,
        channel: ticket.channel,
        tier: ticket.customerTier,
      };
      const to = placeCase(app, rules, facts, ticket.outletId)?.departmentId;
      if (to === undefined || to === ticket.departmentId) return [];
      return [
        {
          number: ticket.number,
          subject: ticket.subject,
          from: placeOf(ticket.departmentId),
          to: placeOf(to),
        },
      ];
    });
    return { tried: tickets.length, moved };
  });

export const assignModule: ServerModule = {
  name: 'assign',
  permissions: ['rule.manage', 'bounce.decide'],
  routes: [
    serve(listAssignRules, 'rule.manage', async ({ app, actor }) => ({
      items: await app.db.read(actor.reach, findRules),
    })),
    serve(createAssignRule, 'rule.manage', async ({ app, actor, body }) => {
      checkTarget(app, body);
      const rule = await app.db.write(actor.reach, (tx) => insertRule(tx, { ...body, id: newId(app.clock.now()) }));
      await refreshAssignCache(app);
      return rule;
    }),
    serve(changeAssignRule, 'rule.manage', async ({ app, actor, params, body }) => {
      checkTarget(app, body);
      const rule = await app.db.write(actor.reach, (tx) => updateRule(tx, { ...body, id: params.id }));
      if (!rule) throw notFound('rule');
      await refreshAssignCache(app);
      return rule;
    }),
    serve(deleteAssignRule, 'rule.manage', async ({ app, actor, params }) => {
      if (!(await app.db.write(actor.reach, (tx) => deleteRule(tx, params.id)))) throw notFound('rule');
      await refreshAssignCache(app);
      return undefined;
    }),
    serve(tryAssignRules, 'rule.manage', ({ app, actor, body }) =>
      tryRule(app, actor, { ...body, id: body.id ?? newId(app.clock.now()) }),
    ),
    serve(readBounces, 'ticket.read', ({ app, actor, params }) => readBouncesOf(app, actor, params.number)),
    serve(readBounceSetting, 'rule.manage', ({ app, actor }) => readSetting(app, actor)),
    serve(changeBounceSetting, 'rule.manage', ({ app, actor, body }) => saveSetting(app, actor, body)),
  ],
  start: startAssignCache,
  refresh: refreshAssignCache,
  stop: (app) => Promise.resolve(stopAssignCache(app)),
};
