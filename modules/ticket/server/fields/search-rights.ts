import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { selectSearchSources } from '../search.queries.ts';
import { searchRow } from '../search-words.ts';
import { mayReadField, readerOf } from './field.access.ts';
import { findFields, findRightsBehind } from './field.queries.ts';

type Hit = { readonly id: string; readonly fields: Readonly<Record<string, unknown>> };

/** Keys of fields that this reader lost and whose words may still stand in the search rows. Mostly none. */
export const secretsInIndex = async (tx: Tx, actor: Actor): Promise<string[]> => {
  const behind = await findRightsBehind(tx);
  if (behind.length === 0) return [];
  const reader = await readerOf(tx, actor, behind);
  return behind.filter((field) => !mayReadField(reader, field)).map((field) => field.key);
};

/** The words of a LIKE pattern of `searchQuery`. */
const wordsOf = (pattern: string): string => pattern.slice(1, -1).replaceAll(/\\(.)/g, '$1');

/** Of these hits those that hold the words also without the secrets; decided on the tickets, not on the rows of the index. */
export const withoutSecretHits = async <Found extends Hit>(
  tx: Tx,
  secrets: readonly string[],
  like: readonly string[],
  hits: readonly Found[],
): Promise<Found[]> => {
  const suspects = hits.filter((hit) => secrets.some((key) => hit.fields[key] !== undefined)).map((hit) => hit.id);
  if (suspects.length === 0) return [...hits];
  const fields = await findFields(tx);
  const words = like.map(wordsOf);
  const sources = await selectSearchSources(tx, suspects);
  const honest = new Set(
    sources
      .filter((source) => {
        const { body } = searchRow(source, fields);
        return words.every((word) => body.includes(word));
      })
      .map((source) => source.id),
  );
  return hits.filter((hit) => honest.has(hit.id) || !suspects.includes(hit.id));
};
