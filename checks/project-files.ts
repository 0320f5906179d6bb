import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const productRoots = ['app', 'platform', 'modules'];
export const codeRoots = [...productRoots, 'checks', 'test', 'e2e', 'sim', 'bench'];

const skippedFolders = new Set(['node_modules', '.git', 'dist', 'coverage', 'test-results']);

export interface ProjectFile {
  /** Relative to the root, with forward slashes. */
  path: string;
  text: string;
}

function walk(folder: string, found: string[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) walk(path, found);
    } else if (entry.isFile()) found.push(path);
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

export function listPaths(root: string, folders: string[], fits: RegExp): string[] {
  const found: string[] = [];
  for (const folder of folders) if (isFolder(join(root, folder))) walk(join(root, folder), found);
  return found
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((path) => fits.test(path))
    .sort();
}

export function readFiles(root: string, folders: string[], fits: RegExp): ProjectFile[] {
  return listPaths(root, folders, fits).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export function listFolders(path: string): string[] {
  if (!isFolder(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function isTestPath(path: string): boolean {
  return /\.(?:test|fixture|e2e)\.tsx?$/.test(path) || /^(?:test|e2e)\//.test(path);
}
