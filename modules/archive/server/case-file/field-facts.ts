import { optionWords, storedValue, type CustomField } from '#modules/ticket/contract.ts';
import { listCustomFields, type AttachmentRow } from '#modules/ticket/server/index.ts';
import { peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { CaseWords } from './case-words.ts';

type Named = { readonly name: string; readonly nameEn: string };

/** Label and value of each field that has one, in the words of people; those the reader may not see are gone before. */
export const fieldFacts = (
  app: App,
  words: Pick<CaseWords, 'locale'>,
  held: Readonly<Record<string, unknown>>,
  files: readonly AttachmentRow[],
): Promise<[string, string][]> =>
  app.db.read(everything, async (tx) => {
    const fields = (await listCustomFields(tx)).filter((field) => held[field.key] !== undefined);
    const wanted = fields.filter((field) => field.kind === 'person').map((field) => String(held[field.key]));
    const people = new Map((await peopleByIds(tx, wanted)).map((person) => [person.id, person.displayName]));
    const nameOf = ({ name, nameEn }: Named): string => (words.locale === 'en' && nameEn !== '' ? nameEn : name);
    const said = (field: CustomField): string => {
      const value = storedValue(field, held[field.key]);
      // What came before the field was defined stands as it came.
      if (value === null) return String(held[field.key]);
      if (field.kind === 'choice' || field.kind === 'tree') return optionWords(field, value, nameOf).join(', ');
      if (field.kind === 'person') return people.get(String(value)) ?? String(value);
      if (field.kind !== 'file' || !Array.isArray(value)) return String(value);
      return value.map((id) => files.find((file) => file.id === id)?.name ?? String(id)).join(', ');
    };
    return fields.map((field): [string, string] => [nameOf(field), said(field)]);
  });
