import { z } from 'zod';
import { promisedFirstReplyMinutes } from '#modules/sla/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { readInstance } from '#platform/server/database/instance.queries.ts';
import { notFound, Problem, type FieldProblem } from '#platform/server/http/problem.ts';
import type { Locale } from '#platform/contract/fields.ts';
import { formFieldSchema, type Feedback, type FormField, type PublicForm } from '../contract.ts';
import { findForm } from './form.queries.ts';

const fieldList = z.array(formFieldSchema);

export const readForm = (app: App, key: string): Promise<PublicForm> =>
  app.db.write(everything, async (tx) => {
    const form = await findForm(tx, key);
    if (!form) throw notFound('form');
    const instance = await readInstance(tx);
    return {
      ...form,
      fields: fieldList.parse(form.fields),
      companyName: instance.companyName,
      firstReplyMinutes: promisedFirstReplyMinutes(app, { kind: 'complaint', level: 2 }),
      uploadLimitBytes: app.config.uploadLimitBytes,
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
  const faults: FieldProblem[] = form.fields.flatMap((field) => {
    const code = faultOf(field, feedback.fields?.[field.key]);
    const label = locale === 'en' ? field.labelEn || field.label : field.label;
    return code === null
      ? []
      : [{ path: `fields.${field.key}`, code, message: app.texts.error(code, locale, { label }) }];
  });
  if (faults.length > 0) throw new Problem('input.invalid', 422, undefined, faults);
};
