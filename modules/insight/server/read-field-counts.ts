import { listCustomFields, mayReadField, readerOf } from '#modules/ticket/server/index.ts';
import type { CustomField } from '#modules/ticket/contract.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BoardRange } from '../contract.ts';
import type { FieldCounts } from '../contract/fields.ts';
import { periodOf, shiftDay, startOf } from './calendar.ts';
import { countOptions } from './field-counts.queries.ts';
import { seqBounds } from './insight.queries.ts';
import { placesOf } from './places.ts';

type Asked = { field?: string | undefined; department?: string | undefined; range: BoardRange };

/** A field that may not be read does not exist, here as elsewhere. */
const countable = async (tx: Tx, actor: Actor): Promise<CustomField[]> => {
  const fields = await listCustomFields(tx);
  const reader = await readerOf(tx, actor, fields);
  return fields.filter((field) => (field.kind === 'choice' || field.kind === 'tree') && mayReadField(reader, field));
};

const named = ({ key, name, nameEn }: { key: string; name: string; nameEn: string }) => ({ key, name, nameEn });

export const readFieldCountsFor = (app: App, actor: Actor, asked: Asked): Promise<FieldCounts> =>
  app.db.read(actor.reach, async (tx) => {
    const fields = await countable(tx, actor);
    const field =
      asked.field === undefined ? fields.find((one) => !one.retired) : fields.find((one) => one.key === asked.field);
    if (!field && asked.field !== undefined) throw notFound('field');
    if (!field) return { fields: fields.map(named), field: null, items: [] };
    const { from, to } = periodOf(asked.range, app.clock.now());
    const [createdFrom, createdTo] = [startOf(from), startOf(shiftDay(to, 1))];
    const top = field.options.filter((option) => option.parentKey === null);
    const counts = await countOptions(tx, {
      field: field.key,
      options: top.map((option) => option.key),
      places: placesOf(app, actor, asked.department),
      bounds: await seqBounds(tx, createdFrom, createdTo),
    });
    const scope: Record<string, string> = asked.department === undefined ? {} : { department: asked.department };
    return {
      fields: fields.map(named),
      field: field.key,
      items: counts.flatMap(({ key, count }) => {
        const option = top.find((one) => one.key === key);
        const query = {
          ...scope,
          state: 'all',
          createdFrom,
          createdTo,
          fields: JSON.stringify([{ key: field.key, any: [key] }]),
        };
        return option ? [{ ...named(option), count, query }] : [];
      }),
    };
  });
