import { z } from 'zod';
import { channelSchema, kindSchema } from '#modules/ticket/contract.ts';
import { readImportedFields } from '#modules/ticket/server/index.ts';
import { localeSchema, type Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import kindWords from './import/kind-words.json' with { type: 'json' };
import localeWords from './import/locale-words.json' with { type: 'json' };
import type { ImportedFeedback } from './import/normalise-row.ts';
import { toSubmission, type Submission, type Voice } from './submit-feedback.ts';

const kinds = new Map(Object.entries(kindWords).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)));

const kindOf = (text: string | undefined): z.infer<typeof kindSchema> | undefined => {
  const plain = text?.trim().toLowerCase();
  const read = kindSchema.safeParse(plain === undefined ? undefined : (kinds.get(plain) ?? plain));
  return read.success ? read.data : undefined;
};

const channelOf = (text: string | undefined): z.infer<typeof channelSchema> => {
  const read = channelSchema.safeParse(text?.trim().toLowerCase());
  return read.success ? read.data : 'import';
};

const languages = new Map(
  Object.entries(localeWords).flatMap(([locale, words]) => words.map((word) => [word, locale] as const)),
);

/** `en-GB` and `zh_TW` speak for their language. */
export const localeOfWord = (text: string | undefined): Locale | undefined => {
  const plain = text?.trim().toLowerCase() ?? '';
  const read = localeSchema.safeParse(languages.get(plain) ?? languages.get(plain.split(/[-_]/, 1)[0] ?? ''));
  return read.success ? read.data : undefined;
};

const phoneLike = /^\+?[\d\s()-]{5,30}$/;

/** A contact that is no contact must not cost the row: it is kept as a field, where a person sees it. */
const contactOf = (row: ImportedFeedback, fields: Record<string, string>) => {
  const phone = row.phone !== undefined && phoneLike.test(row.phone) ? row.phone : undefined;
  const email = z.email().safeParse(row.email).success ? row.email : undefined;
  if (row.phone !== undefined && phone === undefined) fields['phone'] = row.phone;
  if (row.email !== undefined && email === undefined) fields['email'] = row.email;
  const name = row.customerName?.slice(0, 100);
  return {
    ...(name === undefined ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
  };
};

/** A row of a file as a submission; its fingerprint is its key, so the same row in any file or encoding opens one ticket. */
export const rowToSubmission = (app: App, row: ImportedFeedback): Submission => {
  const fields: Record<string, string> = { ...row.fields };
  if (row.externalId !== undefined) fields['external_id'] = row.externalId;
  if (row.category !== undefined) fields['category'] = row.category;
  const kind = kindOf(row.kind);
  const locale = localeOfWord(row.locale);
  if (row.locale !== undefined && locale === undefined) fields['language'] = row.locale;
  const voice: Voice = {
    content: row.content,
    ...(row.subject === undefined ? {} : { subject: row.subject.slice(0, 200) }),
    ...(kind === undefined ? {} : { kind }),
    contact: contactOf(row, fields),
    fields: readImportedFields(app, fields),
    channel: channelOf(row.channel),
    ...(locale === undefined ? {} : { locale }),
    ...(row.region === undefined ? {} : { region: row.region }),
    ...(row.occurredAt === undefined ? {} : { occurredAt: new Date(row.occurredAt) }),
  };
  const submission = toSubmission(app, voice, 'import', row.fingerprint);
  // The key itself says what the row is: the same row with another encoding's white space is no other request.
  return { ...submission, requestHash: submission.keyHash };
};
