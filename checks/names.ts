import { basename } from 'node:path';
import { codeRoots, listPaths } from './project-files.ts';
import { type CheckReport, runCheck } from './report.ts';

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
// Names that say nothing about what is inside, so that everything ends up inside.
const emptyWords = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'manager',
  'service',
  'misc',
  'shared',
  'lib',
]);

function faultsOf(path: string): string[] {
  const file = basename(path);
  const stem = file.replace(/\.[a-z]+$/, '');
  const words = path.replace(/\.[a-z]+$/, '').split(/[/.-]/);
  const empty = words.find((word) => emptyWords.has(word));
  const faults: string[] = [];
  if (!kebab.test(stem)) faults.push(`${path}: file names are kebab-case`);
  if (empty !== undefined) faults.push(`${path}: "${empty}" says nothing; name what it does`);
  return faults;
}

export function checkNames(root: string): CheckReport {
  const paths = listPaths(root, codeRoots, /\.(?:tsx?|css)$/);
  return { name: 'names', figures: `${paths.length} files named by what they do`, faults: paths.flatMap(faultsOf) };
}

if (import.meta.main) await runCheck(checkNames);
