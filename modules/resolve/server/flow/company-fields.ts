import { listCustomFields, readCustomValues, ticketCategories, type TicketRow } from '#modules/ticket/server/index.ts';
import { appliesTo, type CustomField } from '#modules/ticket/contract.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** What flows need to know of a custom field. */
export type FieldWords = Pick<CustomField, 'key' | 'name' | 'nameEn' | 'kind' | 'retired'>;

/** Retired ones among them: conditions of older flows still ask for what old tickets hold. */
export const companyFields = (tx: Tx): Promise<FieldWords[]> => listCustomFields(tx);

/**
 * Of the fields that a step names those that this ticket can have: a retired field, or one of other categories, takes no
 * value, and asking for it would catch the ticket.
 */
export const askedFields = async (
  tx: Tx,
  ticket: Pick<TicketRow, 'categoryKey'>,
  keys: readonly string[],
): Promise<FieldWords[]> => {
  if (keys.length === 0) return [];
  const categories = await ticketCategories(tx);
  return (await listCustomFields(tx)).filter(
    (field) => keys.includes(field.key) && !field.retired && appliesTo(field, ticket.categoryKey, categories),
  );
};

export const fieldValues = readCustomValues;
