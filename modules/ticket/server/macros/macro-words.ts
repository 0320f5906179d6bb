import { contactOf } from '#modules/customer/server/index.ts';
import { fillTemplate, type TemplateData } from '#modules/knowledge/contract.ts';
import { replyTemplate } from '#modules/knowledge/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { MacroStep } from '../../contract.ts';
import { formatTicketNumber } from '../number/ticket-number.ts';
import type { TicketRow } from '../ticket.queries.ts';
import { trackingUrl } from '../tracking-link.ts';

/** The facts that words ask for, read once for all steps, and the language in which the customer is spoken to. */
export type MacroFacts = { readonly data: TemplateData; readonly locale: Locale };

export const macroFacts = async (tx: Tx, app: App, ticket: TicketRow): Promise<MacroFacts> => {
  const contact = ticket.customerId === null ? null : await contactOf(tx, ticket.customerId);
  const { locale } = ticket;
  const companyName = await readCompanyName(tx);
  return {
    locale,
    data: {
      number: formatTicketNumber(ticket.number),
      customerName: contact?.name || ticket.customerName || (app.texts.find('ticket', 'macro.someone', locale) ?? ''),
      trackingUrl: trackingUrl(app, ticket.id),
      companyName,
    },
  };
};

const replyWords = async (tx: Tx, step: MacroStep & { type: 'reply' }, locale: Locale): Promise<string> => {
  if (step.templateId === null) return locale === 'en' && step.bodyEn !== '' ? step.bodyEn : step.body;
  const template = await replyTemplate(tx, step.templateId);
  if (!template) throw new Problem('ticket.macro_template_gone', 422);
  return locale === 'en' && template.bodyEn !== '' ? template.bodyEn : template.body;
};

/** What a step would write, with the facts put in; null for a step without words. */
export const wordsOfStep = async (tx: Tx, step: MacroStep, facts: MacroFacts): Promise<string | null> => {
  if (step.type === 'reply') return fillTemplate(await replyWords(tx, step, facts.locale), facts.data).trim();
  if (step.type === 'note') return fillTemplate(step.body, facts.data).trim();
  return step.type === 'task' ? fillTemplate(step.title, facts.data).trim() : null;
};
