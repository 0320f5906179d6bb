import ts from 'typescript';
import { isTestPath, productRoots, type ProjectFile, readFiles } from './project-files.ts';
import { type CheckReport, runCheck } from './report.ts';
import { type Owned, readOwnership, refusal } from './sql-owners.ts';
import { hole, looksLikeSql, namedQueries, type TableUse, tablesIn, wordsOf } from './sql-text.ts';
import { eachNode, lineOf, parse } from './syntax.ts';

const builderWrites = new Set(['insertInto', 'replaceInto', 'updateTable', 'deleteFrom', 'mergeInto']);
const builderReads = new Set(['selectFrom', 'innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'crossJoin']);
const lateralJoins = ['innerJoinLateral', 'leftJoinLateral', 'crossJoinLateral'];
const builderStarts = new Set(['selectFrom', ...builderWrites]);
const namedQueryCalls = new Set(['with', 'withRecursive']);

interface FoundSql extends TableUse {
  line: number;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map((span) => hole + span.literal.text).join('');
}

/** `import { readTemplate } from …` and property names hold strings that are never SQL. */
function isOwnPiece(node: ts.Node): boolean {
  return !ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent);
}

function isSqlTag(node: ts.Node): boolean {
  const holder = node.parent;
  return ts.isTaggedTemplateExpression(holder) && /^sql\b/.test(holder.tag.getText());
}

function methodOf(node: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
}

function literalsIn(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  return ts.isArrayLiteralExpression(node) ? node.elements.flatMap((each) => literalsIn(each)) : [];
}

/** SQL, or the start of a built query, in a file that is not the queries file. */
function straySql(file: ProjectFile): string[] {
  const source = parse(file);
  const lines = new Set<number>();
  eachNode(source, (node) => {
    const text = textOf(node);
    if (text !== undefined && isOwnPiece(node) && (isSqlTag(node) || looksLikeSql(text)))
      lines.add(lineOf(source, node));
    if (ts.isCallExpression(node) && builderStarts.has(methodOf(node))) lines.add(lineOf(source, node));
  });
  return [...lines].map((line) => `${file.path}:${line} SQL outside a *.queries.ts file`);
}

/** Names given by `with` anywhere in the file: a statement may be put together from pieces. */
function namedInFile(source: ts.SourceFile): Set<string> {
  const named = new Set<string>();
  eachNode(source, (node) => {
    for (const name of namedQueries(wordsOf(textOf(node) ?? ''))) named.add(name);
    if (!ts.isCallExpression(node) || !namedQueryCalls.has(methodOf(node))) return;
    for (const name of literalsIn(node.arguments[0])) named.add(name.replace(/\(.*$/s, '').trim());
  });
  return named;
}

function builtTables(node: ts.CallExpression): TableUse[] {
  const method = methodOf(node);
  const writes = builderWrites.has(method);
  if (node.expression.getText() === 'sql.table')
    return literalsIn(node.arguments[0]).map((table) => ({ table, writes }));
  if (!writes && !builderReads.has(method) && !lateralJoins.includes(method)) return [];
  return literalsIn(node.arguments[0]).map((name) => ({ table: name.replace(/\s+as\s+.*$/i, '').trim(), writes }));
}

function tablesOf(file: ProjectFile): FoundSql[] {
  const source = parse(file);
  const named = namedInFile(source);
  const found: FoundSql[] = [];
  eachNode(source, (node) => {
    const line = lineOf(source, node);
    const text = textOf(node);
    // Pieces of a statement count as well: sql`join other on …` handed into a query is still SQL of this file.
    if (text !== undefined && isOwnPiece(node) && (isSqlTag(node) || looksLikeSql(text)))
      found.push(...tablesIn(text).map((use) => ({ ...use, line })));
    if (ts.isCallExpression(node)) found.push(...builtTables(node).map((use) => ({ ...use, line })));
  });
  return found.filter((use) => !named.has(use.table));
}

function roomOf(path: string): string {
  return /^modules\/([^/]+)\//.exec(path)?.[1] ?? path.split('/')[0] ?? '';
}

function ownerFaults(file: ProjectFile, tables: Map<string, Owned>): string[] {
  const room = roomOf(file.path);
  return tablesOf(file).flatMap((use) => {
    const why = refusal(room, use.table, use.writes, tables);
    return why === undefined
      ? []
      : [`${file.path}:${use.line} ${use.writes ? 'writes' : 'reads'} ${use.table}: ${why}`];
  });
}

export function checkSql(root: string): CheckReport {
  const { tables, faults, migrations } = readOwnership(root);
  const product = readFiles(root, productRoots, /\.tsx?$/).filter((file) => !isTestPath(file.path));
  const queries = product.filter((file) => file.path.endsWith('.queries.ts'));
  const others = product.filter((file) => !file.path.endsWith('.queries.ts'));
  const uses = queries.reduce((sum, file) => sum + tablesOf(file).length, 0);
  const owners = new Set([...tables.values()].map((each) => each.owner)).size;
  return {
    name: 'sql',
    figures: `${tables.size} tables and views of ${owners} owners in ${migrations} migrations, named ${uses} times in ${queries.length} queries files, each by its owner`,
    faults: [...faults, ...others.flatMap(straySql), ...queries.flatMap((file) => ownerFaults(file, tables))],
  };
}

if (import.meta.main) await runCheck(checkSql);
