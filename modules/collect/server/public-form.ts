import { z } from 'zod';
import { promisedFirstReplyAt } from '#modules/sla/server/index.ts';
import { optionWords, type CustomField } from '#modules/ticket/contract.ts';
import { publicFields } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { readInstance } from '#platform/server/database/instance.queries.ts';
import { notFound, Problem, type FieldProblem } from '#platform/server/http/problem.ts';
import type { Locale } from '#platform/contract/fields.ts';
import { formFieldSchema, type Feedback, type FormField, type PublicForm } from '../contract.ts';
import { findForm } from './form.queries.ts';

const promiseNow = (app: App): PublicForm['promise'] => {
  const at = promisedFirstReplyAt(app, { kind: 'complaint', level: 2, channel: 'form' });
  const minutes = at === null ? 0 : Math.ceil((at.getTime() - app.clock.now().getTime()) / 60_000);
  return at === null ? null : { at: at.toISOString(), minutes };
};

const fieldList = z.array(formFieldSchema);

const types = { text: 'text', number: 'number', date: 'date', tree: 'choice', file: 'file' } as const;

const typeOf = ({ kind, rule }: CustomField): FormField['type'] =>
  kind === 'choice' || kind === 'person' ? (rule.many === true ? 'choices' : 'choice') : types[kind];

const mostOf = ({ kind, rule }: CustomField): { most?: number } => {
  if (kind === 'text' && rule.length !== undefined) return { most: rule.length };
  return kind === 'file' && typeof rule.max === 'number' ? { most: Math.trunc(rule.max) } : {};
};

const named = (field: CustomField, key: string, nameOf: (one: { name: string; nameEn: string }) => string): string =>
  optionWords(field, key, nameOf)[0] ?? key;

/** A node of a tree is offered with the way to it: one list, which every phone can show. */
const askedAs = (field: CustomField): FormField => ({
  key: field.key,
  label: field.name,
  labelEn: field.nameEn,
  type: typeOf(field),
  custom: true,
  required: field.rule.requiredAt?.includes('open') ?? false,
  options: field.options
    .filter((option) => !option.retired)
    .map((option) => ({
      value: option.key,
      label: named(field, option.key, ({ name }) => name),
      labelEn: named(field, option.key, ({ name, nameEn }) => nameEn || name),
    })),
  hint: field.hint,
  hintEn: field.hintEn,
  ...mostOf(field),
});

/** The form's own questions, then the ticket's fields; a question that a field asks by the same key is asked once. */
const allFields = (app: App, own: readonly FormField[]): FormField[] => {
  const custom = publicFields(app).map(askedAs);
  return [...own.filter((field) => !custom.some((one) => one.key === field.key)), ...custom];
};

export const readForm = (app: App, key: string): Promise<PublicForm> =>
  app.db.write(everything, async (tx) => {
    const form = await findForm(tx, key);
    if (!form) throw notFound('form');
    const instance = await readInstance(tx);
    return {
      ...form,
      fields: allFields(app, fieldList.parse(form.fields)),
      companyName: instance.companyName,
      promise: promiseNow(app),
      uploadLimitBytes: app.config.uploadLimitBytes,
      sendsMail: app.config.smtpUrl !== undefined,
    };
  });

const isMissing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const faultOf = (field: FormField, value: unknown): string | null => {
  if (isMissing(value)) return field.required ? 'collect.field_required' : null;
  if (field.type === 'number' && !Number.isFinite(Number(value))) return 'collect.field_number';
  if (field.type === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(String(value))) return 'collect.field_date';
  if (field.type === 'choice') {
    const chosen = Array.isArray(value) ? value : [value];
    const known = new Set(field.options.map((option) => option.value));
    if (!chosen.every((one) => known.has(String(one)))) return 'collect.field_choice';
  }
  return null;
};

/** Checks the questionnaire part of a submission against its form; every fault at once. */
export const checkFormFields = (app: App, form: PublicForm, feedback: Feedback, locale: Locale): void => {
  const own = form.fields.filter((field) => field.custom !== true);
  const faults: FieldProblem[] = own.flatMap((field) => {
    const code = faultOf(field, feedback.fields?.[field.key]);
    const label = locale === 'en' ? field.labelEn || field.label : field.label;
    return code === null
      ? []
      : [{ path: `fields.${field.key}`, code, message: app.texts.error(code, locale, { label }) }];
  });
  if (faults.length > 0) throw new Problem('input.invalid', 422, undefined, faults);
};
