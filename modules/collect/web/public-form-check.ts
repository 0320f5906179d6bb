import type { ApiProblem } from '#platform/web/api.ts';
import { hasText, translate } from '#platform/web/i18n.ts';
import { feedbackSchema, type Feedback, type FormField } from '../contract.ts';
import type { Draft } from './public-form-draft.ts';

/** What is wrong, by the path of the input it is about. */
export type Faults = Readonly<Record<string, string>>;

const present = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

export const hasContact = (draft: Draft): boolean =>
  [draft.name, draft.phone, draft.email].some((each) => present(each) !== undefined);

/** What is kept as `a,b` while it is filled in. */
const isList = (field: FormField | undefined): boolean => field?.type === 'choices' || field?.type === 'file';

/** The request as the server wants it; what was left empty is left out. */
export const requestOf = (
  draft: Draft,
  form: string,
  outletId: string | null,
  asked: readonly FormField[] = [],
): Feedback => {
  const fields = Object.fromEntries(
    Object.entries(draft.fields)
      .filter(([, value]) => present(value) !== undefined)
      .map(([key, value]) => [key, isList(asked.find((field) => field.key === key)) ? value.split(',') : value]),
  );
  return {
    content: draft.content.trim(),
    channel: outletId === null ? 'form' : 'kiosk',
    form,
    ...(draft.kind === null ? {} : { kind: draft.kind }),
    ...(hasContact(draft)
      ? { contact: { name: present(draft.name), phone: present(draft.phone), email: present(draft.email) } }
      : {}),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(draft.files.length > 0 ? { attachments: draft.files.map((file) => file.id) } : {}),
    ...(outletId === null ? {} : { outletId }),
  };
};

const sentenceOf = (code: string, label = ''): string => {
  const key = `errors.${code.slice(code.indexOf('.') + 1)}`;
  if (code.startsWith('collect.') && hasText('collect', key)) return translate('collect', key, { label });
  return translate('platform', hasText('platform', `errors.${code}`) ? `errors.${code}` : 'errors.input.invalid');
};

/** Everything wrong at once, by the same schema that the server asks, so that nobody mends one thing at a time. */
export const checkDraft = (
  draft: Draft,
  request: Feedback,
  fields: readonly FormField[],
  labelOf: (field: FormField) => string,
): Faults => {
  const faults: Record<string, string> = {};
  const read = feedbackSchema.safeParse(request);
  for (const issue of read.error?.issues ?? []) {
    const code = issue.message.includes('.') && issue.code !== 'invalid_union' ? issue.message : `input.${issue.code}`;
    const path = issue.path.join('.');
    faults[path] =
      path === 'contact.phone'
        ? sentenceOf('collect.phone')
        : path === 'contact.email'
          ? sentenceOf('collect.email')
          : sentenceOf(code);
  }
  for (const field of fields) {
    if (field.required && present(draft.fields[field.key] ?? '') === undefined)
      faults[`fields.${field.key}`] = sentenceOf('collect.field_required', labelOf(field));
  }
  if (hasContact(draft) && !draft.consent) faults['consent'] = translate('collect', 'form.consentMissing');
  return faults;
};

/** The server's own refusal of single inputs, in its words. */
export const faultsOf = (problem: ApiProblem): Faults =>
  Object.fromEntries(problem.fields.map((field) => [field.path, field.message]));

const pathsOf = (part: Partial<Draft>): string[] =>
  Object.keys(part).flatMap((key) => {
    if (key === 'fields') return Object.keys(part.fields ?? {}).map((field) => `fields.${field}`);
    return key === 'name' || key === 'phone' || key === 'email' ? [`contact.${key}`, 'consent'] : [key];
  });

/** What was said about an input is no longer true once it is typed in. */
export const withoutMended = (faults: Faults, part: Partial<Draft>): Faults => {
  const mended = pathsOf(part);
  return Object.fromEntries(Object.entries(faults).filter(([path]) => !mended.includes(path)));
};
