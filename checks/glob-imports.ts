import { globSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { isFrontDoor, publicEntry, publicPages } from './module-list.ts';
import { isTestPath, productRoots, type ProjectFile, readFiles } from './project-files.ts';
import { eachNode, lineOf, parse } from './syntax.ts';

interface GlobImport {
  path: string;
  line: number;
  file: string;
}

function literalsIn(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  return ts.isArrayLiteralExpression(node) ? node.elements.flatMap((each) => literalsIn(each)) : [];
}

function globsIn(root: string, file: ProjectFile): GlobImport[] {
  const source = parse(file);
  const found: GlobImport[] = [];
  eachNode(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'import.meta.glob') return;
    const line = lineOf(source, node);
    for (const pattern of literalsIn(node.arguments[0])) {
      const cwd = join(root, dirname(file.path));
      for (const match of globSync(pattern, { cwd })) {
        found.push({ path: file.path, line, file: relative(root, join(cwd, match)).split(sep).join('/') });
      }
    }
  });
  return found;
}

/** `import.meta.glob` is an import that dependency-cruiser cannot see; the same doors are open to it. */
function mayEnter(from: string, file: string): boolean {
  if (!file.startsWith('modules/')) return true;
  const [, module] = file.split('/');
  if (from.startsWith(`modules/${module ?? ''}/`)) return true;
  if (!from.startsWith('app/')) return false;
  if (isFrontDoor(file) || /^modules\/[^/]+\/web\/i18n\/[^/]+\.json$/.test(file)) return true;
  return from === publicEntry && publicPages.includes(file);
}

export function globFaults(root: string): string[] {
  return readFiles(root, productRoots, /\.tsx?$/)
    .filter((file) => !isTestPath(file.path) && file.text.includes('import.meta.glob'))
    .flatMap((file) => globsIn(root, file))
    .filter((found) => !mayEnter(found.path, found.file))
    .map((found) => `front-door-by-glob: ${found.path}:${found.line} -> ${found.file}`);
}
