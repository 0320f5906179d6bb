import type { CustomField, CustomFieldKind } from '../../contract.ts';
import { readOptionLines, writeOptionLines } from './option-lines.ts';

/** A field being defined; its options as lines of text. */
export type Draft = Omit<CustomField, 'options' | 'sort'> & { readonly lines: string };
export type PartProps = { readonly draft: Draft; readonly set: (change: Partial<Draft>) => void };

export const blankDraft: Draft = {
  id: '',
  key: '',
  kind: 'choice',
  name: '',
  nameEn: '',
  hint: '',
  hintEn: '',
  lines: '',
  rule: {},
  categoryKeys: [],
  readRoles: [],
  writeRoles: [],
  onForm: false,
  inList: false,
  retired: false,
  version: 0,
};

export const draftOf = ({ options, ...field }: CustomField): Draft => ({ ...field, lines: writeOptionLines(options) });

export const hasOptions = (kind: CustomFieldKind): boolean => kind === 'choice' || kind === 'tree';

export const optionsOf = ({ kind, lines }: Draft) => (hasOptions(kind) ? readOptionLines(lines, kind === 'tree') : []);

/** Only rules that the kind has: a choice that was a text before keeps none of its pattern. */
const ruleOf = ({ kind, rule }: Draft): CustomField['rule'] => {
  const { min, max, length, pattern, many, requiredAt } = rule;
  return {
    ...(requiredAt && requiredAt.length > 0 ? { requiredAt } : {}),
    ...(kind === 'number' || kind === 'date' ? { min, max } : {}),
    ...(kind === 'file' ? { max } : {}),
    ...(kind === 'text' ? { length, ...(pattern ? { pattern } : {}) } : {}),
    ...(kind === 'choice' && many === true ? { many } : {}),
  };
};

/** What goes over the wire, whether it is a new field or a changed one. */
export const partsOf = (draft: Draft) => {
  const { name, nameEn, hint, hintEn, categoryKeys, readRoles, writeRoles, onForm, inList } = draft;
  const shared = { name, nameEn, hint, hintEn, categoryKeys, readRoles, writeRoles, onForm, inList };
  return { ...shared, options: optionsOf(draft), rule: ruleOf(draft) };
};
