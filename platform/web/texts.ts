/**
 * Texts of the screens: nested JSON, `{{name}}` filled from values, plural forms by `key_one` / `key_other`.
 * i18next did the same at 13 kB gzipped, an eighth of what a public page may weigh; the server reads these files by
 * the same rules.
 */
export type TextTree = { readonly [key: string]: string | TextTree };
export type TextValues = Record<string, string | number>;

const isTree = (value: unknown): value is TextTree => typeof value === 'object' && value !== null;

/** `errors.stale` walks the tree; a flat key with dots in it is found as well. */
export const leafOf = (tree: unknown, key: string): string | undefined => {
  if (!isTree(tree)) return undefined;
  if (Object.hasOwn(tree, key) && typeof tree[key] === 'string') return tree[key];
  let at: unknown = tree;
  for (const step of key.split('.')) {
    if (!isTree(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return typeof at === 'string' ? at : undefined;
};

const fill = (text: string, values: TextValues | undefined): string =>
  values ? text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => String(values[name] ?? whole)) : text;

/** The text under `key`; with a `count` its plural form where the language has one. */
export const textOf = (
  tree: unknown,
  key: string,
  language: string,
  values: TextValues | undefined,
): string | undefined => {
  const count = values?.['count'];
  const form =
    typeof count === 'number' ? leafOf(tree, `${key}_${new Intl.PluralRules(language).select(count)}`) : undefined;
  const text = form ?? leafOf(tree, key);
  return text === undefined ? undefined : fill(text, values);
};
