import { dirname, join } from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { listPaths, productRoots } from './project-files.ts';

export interface Dictionary {
  /** The folder that holds zh-CN.json and en.json. */
  folder: string;
  /** The name by which code asks for it: the module's, or platform, or app. */
  namespace: string;
  zh: Map<string, string>;
  en: Map<string, string>;
}

const nodeShape = z.record(z.string(), z.unknown());

function flatten(value: unknown, prefix: string, into: Map<string, string>): void {
  if (typeof value === 'string') {
    into.set(prefix, value);
    return;
  }
  for (const [key, inner] of Object.entries(nodeShape.parse(value))) {
    flatten(inner, prefix === '' ? key : `${prefix}.${key}`, into);
  }
}

function readTexts(path: string): Map<string, string> {
  const texts = new Map<string, string>();
  if (existsSync(path)) flatten(JSON.parse(readFileSync(path, 'utf8')), '', texts);
  return texts;
}

function namespaceOf(folder: string): string {
  const [floor, module] = folder.split('/');
  return floor === 'modules' ? (module ?? '') : (floor ?? '');
}

export function readDictionaries(root: string): Dictionary[] {
  const files = listPaths(root, productRoots, /\/i18n\/(?:zh-CN|en)\.json$/);
  const folders = [...new Set(files.map((path) => dirname(path)))];
  return folders.map((folder) => ({
    folder,
    namespace: namespaceOf(folder),
    zh: readTexts(join(root, folder, 'zh-CN.json')),
    en: readTexts(join(root, folder, 'en.json')),
  }));
}

/** i18next writes the plural form into the key; languages have different forms of one text. */
export function bareKey(key: string): string {
  return key.replace(/_(?:zero|one|two|few|many|other)$/, '');
}

/** A text in several forms may leave its number unsaid in one of them ("one day"). */
function isPlural({ zh, en }: Dictionary, key: string): boolean {
  return [zh, en].some((texts) => texts.has(`${key}_other`) || texts.has(`${key}_one`));
}

function placeholdersOf(texts: Map<string, string>, key: string, unsaid: string): string {
  const found = new Set<string>();
  for (const [each, text] of texts) {
    if (bareKey(each) !== key) continue;
    for (const match of text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}|<(\d+)>/g))
      found.add(match[1] ?? `<${match[2] ?? ''}>`);
  }
  found.delete(unsaid);
  return [...found].sort().join(', ');
}

export function compareLanguages(dictionary: Dictionary): string[] {
  const { folder, zh, en } = dictionary;
  const faults: string[] = [];
  const zhKeys = new Set([...zh.keys()].map(bareKey));
  const enKeys = new Set([...en.keys()].map(bareKey));
  for (const key of zhKeys) if (!enKeys.has(key)) faults.push(`${folder}/en.json: "${key}" is missing`);
  for (const key of enKeys) if (!zhKeys.has(key)) faults.push(`${folder}/zh-CN.json: "${key}" is missing`);
  for (const key of zhKeys) {
    if (!enKeys.has(key)) continue;
    const unsaid = isPlural(dictionary, key) ? 'count' : '';
    const [ours, theirs] = [placeholdersOf(zh, key, unsaid), placeholdersOf(en, key, unsaid)];
    if (ours !== theirs) faults.push(`${folder}: "${key}" takes {${ours}} in zh-CN and {${theirs}} in en`);
  }
  for (const [name, texts] of [
    ['zh-CN', zh],
    ['en', en],
  ] as const) {
    for (const [key, text] of texts) if (text.trim() === '') faults.push(`${folder}/${name}.json: "${key}" is empty`);
  }
  return faults;
}
