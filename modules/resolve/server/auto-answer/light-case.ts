import { z } from 'zod';
import { contactsOf } from '#modules/customer/server/index.ts';
import { fillTemplate } from '#modules/knowledge/contract.ts';
import { replyTemplate } from '#modules/knowledge/server/index.ts';
import {
  attachmentsOfTicket,
  categoriesAbove,
  findTickets,
  formatTicketNumber,
  trackingUrl,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import type { AutoGuard, AutoRule, AutoSetting } from '../../contract/auto-answer.ts';
import { autoRuleFor, guardOf, type LightCase } from './auto.rules.ts';

/** What the classifier keeps with a ticket, as far as it matters here; older tickets hold less. */
const kept = z
  .object({
    by: z.object({ category: z.string().optional() }).catch({}),
    urgent: z.boolean().catch(true),
    confidence: z.number().catch(0),
    models: z.object({ category: z.object({ confidence: z.number() }).optional() }).catch({}),
  })
  .catch({ by: {}, urgent: true, confidence: 0, models: {} });

/** 0 to 100: a model says how sure it is, a rule how strongly the words speak. */
const confidenceOf = ({ by, confidence, models }: z.infer<typeof kept>): number | null => {
  if (by.category === 'rules') return Math.round(confidence * 100);
  if (by.category === 'model') return Math.round((models.category?.confidence ?? 0) * 100);
  return by.category === 'given' ? 100 : null;
};

export const lightCaseOf = (ticket: TicketRow, parents: ReadonlyMap<string, string | null>): LightCase => {
  const triage = kept.parse(ticket.triage['classify']);
  return {
    state: ticket.state,
    kind: ticket.kind,
    level: ticket.level,
    categories: categoriesAbove(ticket.categoryKey, parents),
    channel: ticket.channel,
    sentiment: ticket.sentiment,
    tier: ticket.customerTier,
    isUnsure: ticket.unsure,
    isUrgent: triage.urgent,
    confidence: confidenceOf(triage),
    byStaff: ticket.createdBy !== null,
    linked: ticket.linkedTo !== null,
    replied: ticket.firstReplyAt !== null,
  };
};

const dayMs = 86_400_000;

/** The customer wrote before within so many days: what he was told then did not settle it. */
const isRepeat = async (tx: Tx, ticket: TicketRow, days: number): Promise<boolean> => {
  if (days === 0 || ticket.customerId === null) return false;
  const createdFrom = new Date(ticket.createdAt.getTime() - days * dayMs).toISOString();
  const { items } = await findTickets(
    tx,
    systemActor,
    {
      customer: ticket.customerId,
      createdFrom,
      createdTo: ticket.createdAt.toISOString(),
      state: ['all'],
      sort: 'new',
    },
    { limit: 2 },
  );
  return items.some((one) => one.id !== ticket.id);
};

/** The words of the rule's template in the customer's language, and that nobody has read his message. */
const wordsOf = async (tx: Tx, app: App, ticket: TicketRow, templateId: string): Promise<string | null> => {
  const template = await replyTemplate(tx, templateId);
  if (!template) return null;
  const contact =
    ticket.customerId === null ? undefined : (await contactsOf(tx, [ticket.customerId])).get(ticket.customerId);
  const { locale } = ticket;
  const text = locale === 'en' ? template.bodyEn || template.body : template.body;
  const body = fillTemplate(text, {
    number: formatTicketNumber(ticket.number),
    customerName: contact?.name || ticket.customerName || (app.texts.find('follow-up', 'notice.someone', locale) ?? ''),
    companyName: await readCompanyName(tx),
    trackingUrl: trackingUrl(app, ticket.id),
  });
  const sign = app.texts.find('resolve', 'auto.sign', locale) ?? '';
  return `${body}\n\n${sign}`.trim();
};

export type Looked =
  | { readonly answer: { readonly rule: AutoRule; readonly body: string }; readonly guard?: undefined }
  | { readonly answer?: undefined; readonly guard: AutoGuard };

export type Looking = {
  readonly rules: readonly AutoRule[];
  readonly setting: AutoSetting;
  /** What stands above each category. */
  readonly parents: ReadonlyMap<string, string | null>;
};

/** What would be answered and by which rule, or the first guard that speaks against it. Cheap guards come first. */
export const lookAt = async (
  tx: Tx,
  app: App,
  ticket: TicketRow,
  { rules, setting, parents }: Looking,
): Promise<Looked> => {
  const one = lightCaseOf(ticket, parents);
  const rule = autoRuleFor(rules, one);
  const guard = guardOf(rule, one);
  if (guard !== null || rule === null) return { guard: guard ?? 'rule' };
  // A picture says what the words do not.
  if ((await attachmentsOfTicket(tx, ticket.id)).length > 0) return { guard: 'files' };
  if (await isRepeat(tx, ticket, setting.repeatDays)) return { guard: 'repeat' };
  const body = await wordsOf(tx, app, ticket, rule.templateId);
  return body === null ? { guard: 'template' } : { answer: { rule, body } };
};
