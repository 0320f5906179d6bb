import { peopleByIds } from '#modules/staff/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { CustomField } from '../../contract/custom-fields.ts';

/** Who looks at fields: his role decides, the system reads and writes all, a customer none. */
export type FieldReader = { readonly all: boolean; readonly role: string | null };

type Guarded = Pick<CustomField, 'readRoles' | 'writeRoles'>;

/** The role is asked for only where some field makes a difference of it. */
export const readerOf = async (tx: Tx, actor: Actor, fields: readonly Guarded[]): Promise<FieldReader> => {
  if (actor.kind === 'system') return { all: true, role: null };
  const guarded = fields.some((field) => field.readRoles.length > 0 || field.writeRoles.length > 0);
  if (!guarded || actor.id === null) return { all: false, role: null };
  return { all: false, role: (await peopleByIds(tx, [actor.id]))[0]?.roleKey ?? null };
};

const holds = (roles: readonly string[], role: string | null): boolean =>
  roles.length === 0 || (role !== null && roles.includes(role));

export const mayReadField = (reader: FieldReader, field: Guarded): boolean =>
  reader.all || holds(field.readRoles, reader.role);

export const mayWriteField = (reader: FieldReader, field: Guarded): boolean =>
  mayReadField(reader, field) && (reader.all || holds(field.writeRoles, reader.role));

/** Where a cell of a file is kept that did not fit its field; read by who may read the field. */
export const rawKey = (key: string): string => `${key}_raw`;

/** What stands under keys that are not the reader's to see is taken out; keys that no field has stay as they came. */
export const readableValues = (
  reader: FieldReader,
  fields: readonly (Guarded & { key: string })[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const hidden = new Set(
    fields.filter((field) => !mayReadField(reader, field)).flatMap(({ key }) => [key, rawKey(key)]),
  );
  return Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key)));
};
