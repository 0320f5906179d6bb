import { fillTemplate } from '#modules/knowledge/contract.ts';
import { replyTemplate } from '#modules/knowledge/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { findDraft, keepDraft } from './draft.queries.ts';
import { macroFacts } from './macros/macro-words.ts';
import type { TicketRow } from './ticket.queries.ts';

/**
 * Puts a reply template into the draft of who owns the ticket; nothing is sent, and a draft that somebody is writing
 * stays as it is.
 */
export const offerDraft = async (
  tx: Tx,
  app: App,
  ticket: TicketRow,
  templateId: string,
): Promise<'kept' | 'template_gone' | 'nobody_to_draft'> => {
  const template = await replyTemplate(tx, templateId);
  if (!template) return 'template_gone';
  if (ticket.ownerId === null) return 'nobody_to_draft';
  if ((await findDraft(tx, ticket.id, ticket.ownerId)) !== null) return 'kept';
  const { locale, data } = await macroFacts(tx, app, ticket);
  const words = locale === 'en' && template.bodyEn !== '' ? template.bodyEn : template.body;
  const body = fillTemplate(words, data).trim();
  await keepDraft(tx, ticket.id, ticket.ownerId, { mode: 'out', body, savedAt: app.clock.now() });
  return 'kept';
};
