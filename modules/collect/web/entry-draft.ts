import { z } from 'zod';
import { kindSchema } from '#modules/ticket/contract.ts';
import { localeSchema } from '#platform/contract/fields.ts';
import type { BodyInputOf } from '#platform/contract/route.ts';
import type { openTicketByStaff } from '../contract.ts';

export const entryChannels = ['phone', 'walk-in'] as const;

const draftSchema = z.object({
  /** Sent along as Idempotency-Key: pressing save again after a lost network opens no second ticket. */
  key: z.string().min(1),
  channel: z.enum(entryChannels),
  name: z.string(),
  phone: z.string(),
  /** Empty: as we know him. */
  locale: z.union([localeSchema, z.literal('')]).default(''),
  outletId: z.string().nullable(),
  kind: z.union([kindSchema, z.literal('')]),
  subject: z.string(),
  content: z.string(),
  orderNumber: z.string(),
  /** Values of custom fields by key. */
  custom: z.record(z.string(), z.unknown()).default({}),
});
export type EntryDraft = z.infer<typeof draftSchema>;

/** The next caller usually comes the same way, to the same outlet. */
export const freshDraft = (key: string, before?: EntryDraft): EntryDraft => ({
  key,
  channel: before?.channel ?? 'phone',
  name: '',
  phone: '',
  locale: '',
  outletId: before?.outletId ?? null,
  kind: '',
  subject: '',
  content: '',
  orderNumber: '',
  custom: {},
});

const storageKey = 'huiyin.entry';

export const readDraft = (key: string): EntryDraft => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
    return draftSchema.safeParse(kept).data ?? freshDraft(key);
  } catch {
    return freshDraft(key);
  }
};

export const keepDraft = (draft: EntryDraft): void => {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage costs the draft only when the page is left.
  }
};

const filled = <Name extends string>(name: Name, value: string): Partial<Record<Name, string>> => {
  const one: Partial<Record<Name, string>> = {};
  if (value.trim() !== '') one[name] = value.trim();
  return one;
};

type Sent = NonNullable<BodyInputOf<typeof openTicketByStaff>['fields']>[string];

const sent = (value: unknown): Sent | undefined => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value === 'number') return value;
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
};

const fieldsOf = (draft: EntryDraft): { fields?: Record<string, Sent> } => {
  const fields: Record<string, Sent> = {};
  if (draft.orderNumber.trim() !== '') fields['orderNumber'] = draft.orderNumber.trim();
  for (const [key, value] of Object.entries(draft.custom)) {
    const one = sent(value);
    if (one !== undefined) fields[key] = one;
  }
  return Object.keys(fields).length > 0 ? { fields } : {};
};

/** What was left empty is not sent, so that the server may find it out. */
export const bodyOf = (draft: EntryDraft): BodyInputOf<typeof openTicketByStaff> => ({
  channel: draft.channel,
  content: draft.content,
  contact: { ...filled('name', draft.name), ...filled('phone', draft.phone) },
  ...filled('subject', draft.subject),
  ...(draft.locale === '' ? {} : { locale: draft.locale }),
  ...(draft.kind === '' ? {} : { kind: draft.kind }),
  ...(draft.outletId === null ? {} : { outletId: draft.outletId }),
  ...fieldsOf(draft),
});
