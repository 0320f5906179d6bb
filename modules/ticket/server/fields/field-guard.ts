import { Problem } from '#platform/server/http/problem.ts';
import { appliesTo, isEmptyValue, storedValue } from '../../contract/field-rules.ts';
import { findCategories } from '../category.queries.ts';
import { registerStepGuard } from '../step-guards.ts';
import { mayReadField, readerOf } from './field.access.ts';
import { cachedFields } from './field-cache.ts';
import { findFields } from './field.queries.ts';
import { labelOf, problemOf } from './set-values.ts';

/**
 * Before the others, which may keep a step for an approval: nobody approves what lacks its facts. Where no field is
 * asked for at a step nothing is read.
 */
registerStepGuard('ticket.fields', 5, async (tx, { app, actor, ticket, action }) => {
  if (!cachedFields(app).some((field) => field.rule.requiredAt?.includes(action))) return 'go';
  const fields = (await findFields(tx)).filter((field) => !field.retired && field.rule.requiredAt?.includes(action));
  const categories = await findCategories(tx);
  const missing = fields.filter(
    (field) =>
      appliesTo(field, ticket.categoryKey, categories) && isEmptyValue(storedValue(field, ticket.fields[field.key])),
  );
  if (missing.length === 0) return 'go';
  const reader = await readerOf(tx, actor, fields);
  // Of what he may not see he learns only that something is missing.
  const shown = missing.filter((field) => mayReadField(reader, field));
  const faults = shown.map((field) =>
    problemOf(app, actor, `fields.${field.key}`, 'field_missing', { label: labelOf(field, actor.locale) }),
  );
  const names = shown.map((field) => labelOf(field, actor.locale)).join(actor.locale === 'en' ? ', ' : '\u3001');
  const code = shown.length === 0 ? 'ticket.fields_missing_elsewhere' : 'ticket.fields_missing';
  throw new Problem(code, 422, { names, keys: shown.map((field) => field.key) }, faults);
});
