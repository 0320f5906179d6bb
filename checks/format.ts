import { join } from 'node:path';
import { codeRoots, isFolder, listPaths } from './project-files.ts';
import { type CheckReport, projectRoot, runCheck } from './report.ts';
import { linesOf, runTool } from './run-tool.ts';

const prettier = join(projectRoot, 'node_modules/prettier/bin/prettier.cjs');

export async function checkFormat(root: string): Promise<CheckReport> {
  const folders = codeRoots.filter((name) => isFolder(join(root, name)));
  const places = ['*.{ts,js,cjs,json,yaml,yml}', ...folders];
  const { code, output } = await runTool(root, prettier, ['--check', '--log-level', 'warn', ...places]);
  const files = listPaths(root, codeRoots, /\.(?:tsx?|cjs|js|css|json)$/).length;
  const faults = code === 0 ? [] : linesOf(output).map((line) => line.replace(/^\[\w+\] /, ''));
  return { name: 'format', figures: `${files} files as prettier writes them (npm run format mends)`, faults };
}

if (import.meta.main) await runCheck(checkFormat);
