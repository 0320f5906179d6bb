import { join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { lintConfig } from './lint-config.ts';
import { codeRoots, isFolder } from './project-files.ts';
import { type CheckReport, runCheck } from './report.ts';

// What follows from a type that is not there: the check of types names the cause.
const unresolved = /could not be resolved|cannot be resolved|error typed|of type error/;

export async function checkLint(root: string): Promise<CheckReport> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    errorOnUnmatchedPattern: false,
    overrideConfig: lintConfig(root),
  });
  const folders = codeRoots.filter((name) => isFolder(join(root, name)));
  const results = await eslint.lintFiles(folders);
  const faults = results.flatMap((file) =>
    file.messages
      .filter((found) => !unresolved.test(found.message))
      .map(
        (found) =>
          `${relative(root, file.filePath)}:${found.line}:${found.column} ${found.message.split('\n')[0]} (${found.ruleId ?? 'parser'})`,
      ),
  );
  return { name: 'lint', figures: `${results.length} files, type-aware`, faults };
}

if (import.meta.main) await runCheck(checkLint);
