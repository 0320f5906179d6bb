import type { TicketKind } from '#modules/ticket/contract.ts';
import { isRecord, keep, readKept, textOf } from '#platform/web/public/kept.ts';
import type { Receipt } from '../contract.ts';

/** What somebody has typed so far; it outlives a reload, a lost network and a phone that closes the tab for a call. */
export type Draft = {
  readonly kind: TicketKind | null;
  readonly content: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly consent: boolean;
  /** Files that have arrived at the server. */
  readonly files: readonly { readonly id: string; readonly name: string }[];
};

export const emptyDraft: Draft = {
  kind: null,
  content: '',
  name: '',
  phone: '',
  email: '',
  fields: {},
  consent: false,
  files: [],
};

const kindOf = (value: unknown): TicketKind | null =>
  value === 'complaint' || value === 'suggestion' || value === 'inquiry' || value === 'praise' ? value : null;

const filesOf = (value: unknown): Draft['files'] =>
  Array.isArray(value)
    ? value.flatMap((each: unknown) =>
        isRecord(each) && textOf(each['id']) !== '' ? [{ id: textOf(each['id']), name: textOf(each['name']) }] : [],
      )
    : [];

const draftKey = (form: string): string => `huiyin.draft.${form}`;
const receiptKey = (form: string): string => `huiyin.receipt.${form}`;

export const readDraft = (form: string): Draft => {
  const kept = readKept(draftKey(form));
  if (!isRecord(kept)) return emptyDraft;
  const fields = isRecord(kept['fields']) ? kept['fields'] : {};
  return {
    kind: kindOf(kept['kind']),
    content: textOf(kept['content']),
    name: textOf(kept['name']),
    phone: textOf(kept['phone']),
    email: textOf(kept['email']),
    fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, textOf(value)])),
    consent: kept['consent'] === true,
    files: filesOf(kept['files']),
  };
};

export const keepDraft = (form: string, draft: Draft | null): void => keep(draftKey(form), draft);

export const readReceipt = (form: string): Receipt | null => {
  const kept = readKept(receiptKey(form));
  if (!isRecord(kept)) return null;
  const [number, trackingUrl] = [textOf(kept['number']), textOf(kept['trackingUrl'])];
  return number === '' || trackingUrl === '' ? null : { number, trackingUrl };
};

export const keepReceipt = (form: string, receipt: Receipt | null): void => keep(receiptKey(form), receipt);

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const keyKey = (form: string): string => `huiyin.key.${form}`;

/**
 * The key under which this very content is sent: the same content keeps its key, over failures and reloads, until it has
 * arrived; changed content is something else and gets another. Works without https, where randomUUID is missing.
 */
export const sendingKey = (form: string, content: string): string => {
  const kept = readKept(keyKey(form));
  if (isRecord(kept) && kept['content'] === content && textOf(kept['key']) !== '') return textOf(kept['key']);
  const key = hex(crypto.getRandomValues(new Uint8Array(16)));
  keep(keyKey(form), { key, content });
  return key;
};

export const dropSendingKey = (form: string): void => keep(keyKey(form), null);
