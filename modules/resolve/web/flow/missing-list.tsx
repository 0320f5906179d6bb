import { type ReactElement, useMemo } from 'react';
import { askField, useCustomFields } from '#modules/ticket/web/index.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import type { FlowRunView } from '../../contract.ts';
import { localWord } from './flow-words.ts';

/** What a step still asks for: an item of its checklist, or a custom field without a value. */
export type Missing = { readonly kind: 'check' | 'field'; readonly key: string };

/** In the order in which it stands on the screen. */
export const missingOf = ({ step }: Pick<FlowRunView, 'step'>): Missing[] => [
  ...step.checks
    .filter((check) => check.required && check.doneAt === null)
    .map(({ key }): Missing => ({ kind: 'check', key })),
  ...step.fields.filter((field) => field.asked && !field.filled).map(({ key }): Missing => ({ kind: 'field', key })),
];

export const checkId = (key: string): string => `flow-check-${key}`;

/** To where it is done: the box to tick, or the field in the column beside. */
export const goToMissing = ({ kind, key }: Missing): void => {
  if (kind === 'field') {
    askField(key);
    return;
  }
  const box = document.getElementById(checkId(key));
  box?.scrollIntoView({ block: 'center' });
  box?.focus();
};

type Named = Missing & { readonly name: string };

export const useMissing = (run: FlowRunView): Named[] => {
  const language = useLanguage();
  const fields = useCustomFields();
  return useMemo(
    () =>
      missingOf(run).map((one) => {
        const check = run.step.checks.find(({ key }) => key === one.key);
        const field = fields.find(({ key }) => key === one.key);
        const named = one.kind === 'check' ? check && { name: check.text, nameEn: check.textEn } : field;
        return { ...one, name: named ? localWord(language, named) : one.key };
      }),
    [run, fields, language],
  );
};

/** How much is missing; the boxes stand above it, so only the fields, which stand elsewhere, are named. */
export const MissingList = ({ missing }: { readonly missing: readonly Named[] }): ReactElement | null => {
  const t = useText('resolve');
  if (missing.length === 0) return null;
  return (
    <div className="f12 t3 row wrap">
      {t('flow.missing', { count: missing.length })}
      {missing
        .filter((one) => one.kind === 'field')
        .map((one) => (
          <button
            key={one.key}
            type="button"
            className="ac"
            aria-label={t('flow.goToMissing', { name: one.name })}
            onClick={() => goToMissing(one)}
          >
            {one.name}
          </button>
        ))}
    </div>
  );
};
