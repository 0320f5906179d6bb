import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { locales, type Locale } from '#platform/contract/fields.ts';

const root = path.resolve(import.meta.dirname, '../../..');
type Tree = { [key: string]: string | Tree };
const tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), tree])));

/** The sentences that the server says itself (errors, notices), read from the same i18n files as the screens. */
export type Texts = {
  /** Text under `key` (dotted) of a module's file; null when there is none. `{{name}}` is filled from data. */
  find(namespace: string, key: string, locale: Locale, data?: Readonly<Record<string, unknown>>): string | null;
  /** The sentence of an error code: `<module>.<rest>` is looked up in that module's `errors`, else in platform's. */
  error(code: string, locale: Locale, data?: Readonly<Record<string, unknown>>): string;
  /** Every error code that has a sentence, with the sentence as it is written. */
  errors(locale: Locale): ReadonlyMap<string, string>;
};

const leaf = (node: Tree | undefined, keys: readonly string[]): string | null => {
  let at: string | Tree | undefined = node;
  for (const key of keys) {
    if (at === undefined || typeof at === 'string') return null;
    at = at[key];
  }
  return typeof at === 'string' ? at : null;
};

const leaves = (node: string | Tree | undefined, at: string): [string, string][] => {
  if (node === undefined) return [];
  if (typeof node === 'string') return [[at, node]];
  return Object.entries(node).flatMap(([key, inner]) => leaves(inner, at === '' ? key : `${at}.${key}`));
};

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const fill = (text: string, data: Readonly<Record<string, unknown>> | undefined): string =>
  text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_whole, key: string) => shown(data?.[key]));

const readLocale = async (folder: string, locale: Locale): Promise<Tree> => {
  try {
    return tree.parse(JSON.parse(await readFile(path.join(folder, 'web/i18n', `${locale}.json`), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
};

export const openTexts = async (): Promise<Texts> => {
  const names = (await readdir(path.join(root, 'modules'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const files = new Map<string, Tree>();
  for (const locale of locales) {
    for (const name of names)
      files.set(`${locale}/${name}`, await readLocale(path.join(root, 'modules', name), locale));
    files.set(`${locale}/platform`, await readLocale(path.join(root, 'platform'), locale));
  }
  const find: Texts['find'] = (namespace, key, locale, data) => {
    const text =
      leaf(files.get(`${locale}/${namespace}`), key.split('.')) ??
      leaf(files.get(`zh-CN/${namespace}`), key.split('.'));
    return text === null ? null : fill(text, data);
  };
  /** A code that does not begin with a module's name (import.row.no_content) is looked for in all of them. */
  const anywhere = (key: string, locale: Locale, data?: Readonly<Record<string, unknown>>): string | null => {
    for (const name of names) {
      const text = find(name, key, locale, data);
      if (text !== null) return text;
    }
    return null;
  };
  return {
    find,
    errors: (locale) =>
      new Map(
        [...names, 'platform'].flatMap((name) =>
          leaves(files.get(`${locale}/${name}`)?.['errors'], name === 'platform' ? '' : name),
        ),
      ),
    error(code, locale, data) {
      const [module = '', ...rest] = code.split('.');
      return (
        find(module, `errors.${rest.join('.')}`, locale, data) ??
        find('platform', `errors.${code}`, locale, data) ??
        anywhere(`errors.${code}`, locale, data) ??
        find('platform', 'errors.unknown', locale, { code }) ??
        code
      );
    },
  };
};
