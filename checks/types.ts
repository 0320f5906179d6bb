import { join } from 'node:path';
import { codeRoots, listPaths } from './project-files.ts';
import { type CheckReport, projectRoot, runCheck } from './report.ts';
import { linesOf, runTool } from './run-tool.ts';

const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');

export async function checkTypes(root: string): Promise<CheckReport> {
  const { code, output } = await runTool(root, compiler, ['--noEmit', '--pretty', 'false', '-p', '.']);
  const files = listPaths(root, codeRoots, /\.tsx?$/).length;
  return { name: 'types', figures: `${files} TypeScript files, strict`, faults: code === 0 ? [] : linesOf(output) };
}

if (import.meta.main) await runCheck(checkTypes);
