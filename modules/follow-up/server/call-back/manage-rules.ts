import { replyTemplate } from '#modules/knowledge/server/index.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { CallBackRule, createCallBackRule } from '../../contract/call-back.ts';
import { callRules, dropRule, hasRule, putRule } from './rule.queries.ts';

type Wish = BodyOf<typeof createCallBackRule>;

const ruleOf = async (tx: Tx, id: string, wish: Wish): Promise<CallBackRule> => {
  if (wish.templateId !== null && !(await replyTemplate(tx, wish.templateId)))
    throw new Problem('follow-up.unknown_template', 422);
  // Only an answer brings a link that a call could stand in for.
  return { ...wish, id, instead: wish.instead && wish.occasion === 'answered' };
};

export const listRules = (app: App, actor: Actor): Promise<{ items: CallBackRule[] }> =>
  app.db.read(actor.reach, async (tx) => ({ items: await callRules(tx) }));

export const addRule = (app: App, actor: Actor, wish: Wish): Promise<CallBackRule> =>
  app.db.write(actor.reach, async (tx) => {
    const rule = await ruleOf(tx, newId(app.clock.now()), wish);
    await putRule(tx, rule);
    return rule;
  });

export const editRule = (app: App, actor: Actor, id: string, wish: Wish): Promise<CallBackRule> =>
  app.db.write(actor.reach, async (tx) => {
    if (!(await hasRule(tx, id))) throw notFound('rule');
    const rule = await ruleOf(tx, id, wish);
    await putRule(tx, rule);
    return rule;
  });

export const removeRule = (app: App, actor: Actor, id: string): Promise<undefined> =>
  app.db.write(actor.reach, async (tx) => {
    if (!(await dropRule(tx, id))) throw notFound('rule');
    return undefined;
  });
