import ts from 'typescript';
import { bareKey, compareLanguages, type Dictionary, readDictionaries } from './i18n-texts.ts';
import { isTestPath, productRoots, type ProjectFile, readFiles } from './project-files.ts';
import { type CheckReport, runCheck } from './report.ts';
import { eachNode, lineOf, parse } from './syntax.ts';

type Keys = Map<string, Set<string>>;

interface KeyUse {
  path: string;
  line: number;
  /** A whole key, or the fixed start of one that a template completes. */
  text: string;
  isStart: boolean;
  namespaces: string[];
}

function keysByNamespace(dictionaries: Dictionary[]): Keys {
  const keys: Keys = new Map();
  for (const { namespace, zh } of dictionaries) {
    const known = keys.get(namespace) ?? new Set();
    for (const key of zh.keys()) known.add(bareKey(key));
    keys.set(namespace, known);
  }
  return keys;
}

/** Names in this file that translate: `const t = useText('ticket')`, or a parameter typed Translate. */
function translators(source: ts.SourceFile): Map<string, string[]> {
  const named = new Map<string, string[]>();
  const add = (name: string, namespaces: string[]): void => {
    named.set(name, [...new Set([...(named.get(name) ?? []), ...namespaces])]);
  };
  eachNode(source, (node) => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isCallExpression(node.initializer)) {
      const [first] = node.initializer.arguments;
      const isUseText = node.initializer.expression.getText() === 'useText';
      if (isUseText) add(node.name.getText(), first && ts.isStringLiteralLike(first) ? [first.text] : ['*']);
    }
    if (ts.isParameter(node) && node.type?.getText() === 'Translate') add(node.name.getText(), ['*']);
    if (ts.isPropertySignature(node) && node.type?.getText() === 'Translate') add(node.name.getText(), ['*']);
  });
  return named;
}

/** The keys an expression can be: a literal, the start of a template, both sides of a choice. */
function candidates(node: ts.Expression | undefined): { text: string; isStart: boolean }[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [{ text: node.text, isStart: false }];
  if (ts.isTemplateExpression(node)) return [{ text: node.head.text, isStart: true }];
  if (ts.isConditionalExpression(node)) return [...candidates(node.whenTrue), ...candidates(node.whenFalse)];
  return ts.isParenthesizedExpression(node) ? candidates(node.expression) : [];
}

function usesIn(file: ProjectFile): KeyUse[] {
  const source = parse(file);
  const known = translators(source);
  const uses: KeyUse[] = [];
  eachNode(source, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const isTranslate = node.expression.text === 'translate';
    const [first, second] = node.arguments;
    const namespace = isTranslate && first && ts.isStringLiteralLike(first) ? [first.text] : ['*'];
    const namespaces = isTranslate ? namespace : known.get(node.expression.text);
    if (!namespaces) return;
    const line = lineOf(source, node);
    for (const each of candidates(isTranslate ? second : first))
      uses.push({ path: file.path, line, namespaces, ...each });
  });
  return uses;
}

function isKnown(use: KeyUse, keys: Keys): boolean {
  const colon = use.text.indexOf(':');
  const key = use.text.slice(colon + 1);
  const asked = colon > 0 ? [use.text.slice(0, colon)] : use.namespaces;
  const spaces = asked.includes('*') ? [...keys.keys()] : asked;
  if (use.isStart && key === '') return true;
  return spaces.some((space) => {
    const known = keys.get(space);
    if (!known) return false;
    return use.isStart ? [...known].some((each) => each.startsWith(key)) : known.has(key);
  });
}

interface Mentions {
  whole: Set<string>;
  patterns: RegExp[];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Every string in the code, and every template as a pattern: what may name a key by way of a variable. */
function mentionsIn(files: ProjectFile[]): Mentions {
  const whole = new Set<string>();
  const shapes = new Set<string>();
  for (const file of files) {
    const source = parse(file);
    eachNode(source, (node) => {
      if (ts.isStringLiteralLike(node)) whole.add(node.text.slice(node.text.indexOf(':') + 1));
      if (!ts.isTemplateExpression(node)) return;
      const start = node.head.text.slice(node.head.text.indexOf(':') + 1);
      const rest = node.templateSpans.map((span) => `.+${escaped(span.literal.text)}`).join('');
      if (start.includes('.') || /\.\w/.test(rest)) shapes.add(`^${escaped(start)}${rest}$`);
    });
  }
  return { whole, patterns: [...shapes].map((shape) => new RegExp(shape)) };
}

function unusedKeys(dictionaries: Dictionary[], mentions: Mentions): string[] {
  return dictionaries.flatMap(({ folder, zh }) => {
    const keys = [...new Set([...zh.keys()].map(bareKey))];
    return keys
      .filter((key) => !mentions.whole.has(key) && !mentions.patterns.some((pattern) => pattern.test(key)))
      .map((key) => `${folder}: "${key}" is used nowhere`);
  });
}

export function checkI18n(root: string): CheckReport {
  const dictionaries = readDictionaries(root);
  const keys = keysByNamespace(dictionaries);
  const code = readFiles(root, productRoots, /\.tsx?$/).filter((file) => !isTestPath(file.path));
  const uses = code.flatMap(usesIn);
  const unknown = uses
    .filter((use) => !isKnown(use, keys))
    .map(
      (use) =>
        `${use.path}:${use.line} "${use.text}" is in no zh-CN.json of ${use.namespaces.join(', ').replace('*', 'any module')}`,
    );
  const count = dictionaries.reduce((sum, each) => sum + each.zh.size, 0);
  return {
    name: 'i18n',
    figures: `${count} texts in ${dictionaries.length} dictionaries, the same in zh-CN and en; ${uses.length} places use them`,
    faults: [...dictionaries.flatMap(compareLanguages), ...unknown, ...unusedKeys(dictionaries, mentionsIn(code))],
  };
}

if (import.meta.main) await runCheck(checkI18n);
