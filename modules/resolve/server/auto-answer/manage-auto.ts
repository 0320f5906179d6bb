import { replyTemplate } from '#modules/knowledge/server/index.ts';
import { latestTickets } from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type {
  AutoGuard,
  AutoRule,
  AutoSetting,
  createAutoRule,
  readAutoAnswers,
  tryAutoAnswers,
} from '../../contract/auto-answer.ts';
import { categoryParents } from '../flow/ticket-facts.ts';
import {
  autoFiguresOf,
  autoRules,
  autoSettingOf,
  dropAutoRule,
  hasAutoRule,
  putAutoRule,
  putAutoSetting,
} from './auto.queries.ts';
import { lookAt } from './light-case.ts';

type Overview = ReplyOf<typeof readAutoAnswers>;
type Wish = BodyOf<typeof createAutoRule>;

const dayMs = 86_400_000;
const figureDays = 30;

const overviewOf = async (tx: Tx, app: App): Promise<Overview> => {
  const now = app.clock.now().getTime();
  return {
    setting: await autoSettingOf(tx),
    rules: await autoRules(tx),
    figures: await autoFiguresOf(tx, new Date(now - figureDays * dayMs), new Date(now - dayMs)),
  };
};

export const readAuto = (app: App, actor: Actor): Promise<Overview> =>
  app.db.read(actor.reach, (tx) => overviewOf(tx, app));

/** Who switched it is kept: a machine that speaks for the company is somebody's decision. */
export const saveAutoSetting = (app: App, actor: Actor, setting: AutoSetting): Promise<Overview> =>
  app.db.write(actor.reach, async (tx) => {
    await putAutoSetting(tx, setting);
    const at = app.clock.now();
    const data = { ...setting };
    await emit(tx, [{ name: 'auto_answer.setting_changed', subjectId: newId(at), actor, at, data }]);
    return overviewOf(tx, app);
  });

const demandTemplate = async (tx: Tx, wish: Wish): Promise<void> => {
  if (!(await replyTemplate(tx, wish.templateId))) throw new Problem('resolve.unknown_template', 422);
};

export const addAutoRule = (app: App, actor: Actor, wish: Wish): Promise<AutoRule> =>
  app.db.write(actor.reach, async (tx) => {
    await demandTemplate(tx, wish);
    const rule = { ...wish, id: newId(app.clock.now()) };
    await putAutoRule(tx, rule);
    return rule;
  });

export const editAutoRule = (app: App, actor: Actor, id: string, wish: Wish): Promise<AutoRule> =>
  app.db.write(actor.reach, async (tx) => {
    if (!(await hasAutoRule(tx, id))) throw notFound('rule');
    await demandTemplate(tx, wish);
    const rule = { ...wish, id };
    await putAutoRule(tx, rule);
    return rule;
  });

export const removeAutoRule = (app: App, actor: Actor, id: string): Promise<undefined> =>
  app.db.write(actor.reach, async (tx) => {
    if (!(await dropAutoRule(tx, id))) throw notFound('rule');
    return undefined;
  });

const tried = 200;
const shown = 50;
const trialMs = 30_000;

/** Looks back over the last tickets within the caller's reach; what is written is nothing. */
export const tryAuto = (app: App, actor: Actor, rule: Wish | undefined): Promise<ReplyOf<typeof tryAutoAnswers>> =>
  app.db.search(
    actor.reach,
    async (tx) => {
      const setting = await autoSettingOf(tx);
      const draft = rule && { ...rule, enabled: true, id: newId(app.clock.now()) };
      const rules = draft ? [draft] : (await autoRules(tx)).filter((one) => one.enabled);
      const parents = await categoryParents(tx);
      const tickets = await latestTickets(tx, tried);
      const answered: ReplyOf<typeof tryAutoAnswers>['answered'] = [];
      const left = new Map<AutoGuard, number>();
      for (const ticket of tickets) {
        const found = await lookAt(tx, app, ticket, { rules, setting, parents });
        if (found.guard !== undefined) left.set(found.guard, (left.get(found.guard) ?? 0) + 1);
        else if (answered.length < shown)
          answered.push({
            number: ticket.number,
            subject: ticket.subject,
            said: ticket.content,
            rule: found.answer.rule.name,
            body: found.answer.body,
          });
      }
      return {
        tried: tickets.length,
        answered,
        left: [...left].map(([guard, count]) => ({ guard, count })).toSorted((a, b) => b.count - a.count),
      };
    },
    trialMs,
  );
