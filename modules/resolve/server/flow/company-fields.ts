import { listCustomFields, readCustomValues } from '#modules/ticket/server/index.ts';
import type { CustomField } from '#modules/ticket/contract.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** What flows need to know of a custom field. */
export type FieldWords = Pick<CustomField, 'key' | 'name' | 'nameEn' | 'kind' | 'retired'>;

/** Retired ones among them: conditions of older flows still ask for what old tickets hold. */
export const companyFields = (tx: Tx): Promise<FieldWords[]> => listCustomFields(tx);

export const fieldValues = readCustomValues;
