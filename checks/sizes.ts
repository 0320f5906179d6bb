import ts from 'typescript';
import { codeRoots, isTestPath, type ProjectFile, readFiles } from './project-files.ts';
import { type CheckReport, runCheck } from './report.ts';
import { eachNode, parse } from './syntax.ts';

const fileStop = 500;
const functionStop = 80;
const fileAim = 250;
const functionAim = 40;
// Texts that a person reads as a list, and no logic: their length says nothing about the code.
const dataFolder = /(?:^|\/)demo\/.*(?:texts|data)[^/]*\.ts$/;

interface Measure {
  where: string;
  lines: number;
}

function countLines(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

function nameOf(node: ts.Node): string {
  if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name) return node.name.getText();
  const holder = node.parent;
  if (ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder)) return holder.name.getText();
  if (ts.isCallExpression(holder)) return `function given to ${holder.expression.getText().slice(0, 40)}`;
  return 'function';
}

/** `describe` groups tests and is no function of its own; its tests are measured one by one. */
function isGroupOfTests(node: ts.Node, path: string): boolean {
  if (!isTestPath(path) || !ts.isCallExpression(node.parent)) return false;
  return /^(?:describe|suite)\b/.test(node.parent.expression.getText());
}

function measureFunctions(file: ProjectFile): Measure[] {
  const source = parse(file);
  const found: Measure[] = [];
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  eachNode(source, (node) => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body && !isGroupOfTests(node, file.path)) {
      const first = lineAt(node.getStart());
      found.push({ where: `${file.path}:${first} ${nameOf(node)}`, lines: lineAt(node.getEnd()) - first + 1 });
    }
  });
  return found;
}

function percentile95(measures: Measure[]): number {
  const sorted = measures.map((each) => each.lines).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0;
}

function sumLines(measures: Measure[]): number {
  return measures.reduce((sum, each) => sum + each.lines, 0);
}

function tooLong(measures: Measure[], stop: number): string[] {
  return measures
    .filter((each) => each.lines > stop)
    .sort((a, b) => b.lines - a.lines)
    .map((each) => `${each.where}: ${each.lines} lines, stop is ${stop}`);
}

export function checkSizes(root: string): CheckReport {
  const code = readFiles(root, codeRoots, /\.(?:tsx?|css)$/).filter((file) => !dataFolder.test(file.path));
  const files = code.map((file) => ({ where: file.path, lines: countLines(file.text) }));
  const functions = code.filter((file) => /\.tsx?$/.test(file.path)).flatMap(measureFunctions);
  const source = files.filter(
    (file) => /^(?:app|platform|modules)\/.*\.tsx?$/.test(file.where) && !isTestPath(file.where),
  );
  const tests = files.filter((file) => isTestPath(file.where));
  const ratio = sumLines(tests) / Math.max(1, sumLines(source));
  const inSource = functions.filter((each) => source.some((file) => each.where.startsWith(`${file.where}:`)));
  const figures =
    `${files.length} files, p95 ${percentile95(source)} lines (aim ${fileAim}); ` +
    `${functions.length} functions, p95 ${percentile95(inSource)} lines (aim ${functionAim}); ` +
    `source ${sumLines(source)} lines, tests ${sumLines(tests)}, test ÷ source ${ratio.toFixed(2)}`;
  return { name: 'sizes', figures, faults: [...tooLong(files, fileStop), ...tooLong(functions, functionStop)] };
}

if (import.meta.main) await runCheck(checkSizes);
