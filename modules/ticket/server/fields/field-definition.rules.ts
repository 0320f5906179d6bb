import {
  deepestTree,
  type CustomField,
  type CustomFieldKind,
  type FieldOption,
  type FieldRule,
} from '../../contract/custom-fields.ts';
import { patternFault, patternReach } from '../../contract/field-pattern.ts';
import { isDay } from '../../contract/field-rules.ts';

export type DefinitionFault = { readonly path: string; readonly code: string; readonly data: Record<string, unknown> };

/** Keys under which intake itself files something. */
const reserved = new Set(['category', 'external_id', 'phone', 'email']);

const fault = (path: string, code: string, data: Record<string, unknown> = {}): DefinitionFault => ({
  path,
  code: `ticket.${code}`,
  data,
});

const depthOf = (option: FieldOption, byKey: ReadonlyMap<string, FieldOption>): number => {
  let depth = 1;
  let parent = option.parentKey;
  while (parent !== null && depth <= byKey.size) {
    depth += 1;
    parent = byKey.get(parent)?.parentKey ?? null;
  }
  return depth;
};

const treeFaults = (options: readonly FieldOption[], byKey: ReadonlyMap<string, FieldOption>): DefinitionFault[] =>
  options.flatMap((option, at) => {
    const path = `options.${at}.parentKey`;
    if (option.parentKey === null) return [];
    if (!byKey.has(option.parentKey)) return [fault(path, 'field_option_parent', { option: option.key })];
    const depth = depthOf(option, byKey);
    if (depth > byKey.size) return [fault(path, 'field_option_circle', { option: option.key })];
    return depth > deepestTree ? [fault(path, 'field_option_deep', { option: option.key, deepest: deepestTree })] : [];
  });

const optionFaults = (kind: CustomFieldKind, options: readonly FieldOption[]): DefinitionFault[] => {
  if (kind !== 'choice' && kind !== 'tree')
    return options.length > 0 ? [fault('options', 'field_options_unwanted', { kind })] : [];
  if (options.length === 0) return [fault('options', 'field_options_missing')];
  const byKey = new Map(options.map((option) => [option.key, option]));
  const twice = options.flatMap((option, at) =>
    options.findIndex((other) => other.key === option.key) < at
      ? [fault(`options.${at}.key`, 'field_option_twice', { option: option.key })]
      : [],
  );
  if (kind === 'tree') return [...twice, ...treeFaults(options, byKey)];
  const nested = options.findIndex((option) => option.parentKey !== null);
  return nested < 0 ? twice : [...twice, fault(`options.${nested}.parentKey`, 'field_option_parent', {})];
};

const boundFaults = (kind: CustomFieldKind, { min, max }: FieldRule): DefinitionFault[] => {
  const wanted = kind === 'date' ? 'string' : 'number';
  const faults: DefinitionFault[] = [];
  for (const [path, bound] of [
    ['rule.min', min],
    ['rule.max', max],
  ] as const) {
    if (bound === undefined) continue;
    const takes = kind === 'number' || kind === 'date' || (kind === 'file' && path === 'rule.max');
    if (!takes || typeof bound !== wanted || (typeof bound === 'string' && !isDay(bound)))
      faults.push(fault(path, 'field_bound', { kind }));
  }
  if (min !== undefined && max !== undefined && typeof min === typeof max && min > max)
    faults.push(fault('rule.max', 'field_bounds_crossed'));
  return faults;
};

const textFaults = (kind: CustomFieldKind, { length, pattern }: FieldRule): DefinitionFault[] => {
  const faults: DefinitionFault[] = [];
  if (kind !== 'text' && length !== undefined) faults.push(fault('rule.length', 'field_bound', { kind }));
  if (pattern === undefined || pattern === '') return faults;
  if (kind !== 'text') return [...faults, fault('rule.pattern', 'field_bound', { kind })];
  const slow = patternFault(pattern);
  if (slow !== null) faults.push(fault('rule.pattern', slow));
  if ((length ?? patternReach) > patternReach)
    faults.push(fault('rule.length', 'field_pattern_length', { length: patternReach }));
  return faults;
};

type Defined = Pick<CustomField, 'key' | 'kind' | 'options' | 'rule' | 'categoryKeys' | 'readRoles' | 'writeRoles'>;
type Known = { readonly categories: ReadonlySet<string>; readonly roles: ReadonlySet<string> };

const namedFaults = (field: Defined, known: Known): DefinitionFault[] => [
  ...field.categoryKeys
    .filter((key) => !known.categories.has(key))
    .map((category) => fault('categoryKeys', 'field_category', { category })),
  ...(['readRoles', 'writeRoles'] as const).flatMap((path) =>
    field[path].filter((key) => !known.roles.has(key)).map((role) => fault(path, 'field_role', { role })),
  ),
];

/** Everything that is wrong with a definition, by the path of the input it is about. */
export const definitionFaults = (field: Defined, known: Known): DefinitionFault[] => [
  ...(reserved.has(field.key) ? [fault('key', 'field_key_reserved', { key: field.key })] : []),
  ...optionFaults(field.kind, field.options),
  ...boundFaults(field.kind, field.rule),
  ...textFaults(field.kind, field.rule),
  ...(field.rule.many === true && field.kind !== 'choice'
    ? [fault('rule.many', 'field_bound', { kind: field.kind })]
    : []),
  ...namedFaults(field, known),
];

/** Nodes whose way from the root would be another one: tickets are found by the whole way. */
export const movedOptions = (before: readonly FieldOption[], after: readonly FieldOption[]): string[] => {
  const parents = new Map(after.map((option) => [option.key, option.parentKey]));
  return before
    .filter((option) => parents.has(option.key) && parents.get(option.key) !== option.parentKey)
    .map((option) => option.key);
};

export const droppedOptions = (before: readonly FieldOption[], after: readonly FieldOption[]): string[] => {
  const left = new Set(after.map((option) => option.key));
  return before.filter((option) => !left.has(option.key)).map((option) => option.key);
};
