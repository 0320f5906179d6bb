import { latestTickets } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ClassifyRuleRow, tryClassifyRule } from '../contract.ts';
import { findPatterns, findRules } from './classify.queries.ts';
import { classifyText, type Classification } from './engine/classify.ts';
import { compileRows } from './rule-cache.ts';

const tried = 100;

const verdictOf = (result: Classification) => ({
  kind: result.kind,
  categoryKey: result.categoryKey ?? null,
  level: result.level,
});

/** The last hundred tickets sorted with and without the rule; what differs is what the rule would do. */
export const tryRule = (app: App, actor: Actor, rule: ClassifyRuleRow): Promise<ReplyOf<typeof tryClassifyRule>> =>
  app.db.read(actor.reach, async (tx) => {
    const others = (await findRules(tx)).filter((one) => one.id !== rule.id);
    const patterns = await findPatterns(tx);
    const without = compileRows(others, patterns);
    const withIt = compileRows([...others, { ...rule, enabled: true }], patterns);
    const tickets = await latestTickets(tx, tried);
    let matched = 0;
    const changed = tickets.flatMap((ticket) => {
      const input = {
        subject: ticket.subject,
        content: ticket.content,
        channel: ticket.channel,
        customerTier: ticket.customerTier,
      };
      const before = classifyText(input, without);
      const after = classifyText(input, withIt);
      const moving = after.reasons.filter((reason) => reason.ruleId === rule.id);
      if (moving.length > 0) matched += 1;
      if (JSON.stringify(verdictOf(before)) === JSON.stringify(verdictOf(after))) return [];
      return [
        {
          number: ticket.number,
          subject: ticket.subject,
          before: verdictOf(before),
          after: verdictOf(after),
          words: moving.flatMap((reason) => reason.words),
        },
      ];
    });
    return { tried: tickets.length, matched, changed };
  });
