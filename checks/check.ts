import { join } from 'node:path';
import { projectRoot } from './report.ts';
import { runTool } from './run-tool.ts';

// The two slow ones first: two run at a time, and the short ones fill the second seat.
const checks = ['lint', 'types', 'format', 'boundaries', 'sql', 'i18n', 'openapi', 'sizes', 'names', 'licences'];
const seats = 2;

export interface ChecksEnd {
  passed: number;
  failed: string[];
  seconds: number;
}

export async function runChecks(say: (text: string) => void): Promise<ChecksEnd> {
  const began = performance.now();
  const waiting = [...checks];
  const failed: string[] = [];
  const seat = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const { code, output } = await runTool(projectRoot, join(import.meta.dirname, `${name}.ts`), []);
      if (code !== 0) failed.push(name);
      say(output.trimEnd() || `FAIL  ${name}: ended with ${code} and said nothing`);
    }
  };
  await Promise.all(Array.from({ length: seats }, seat));
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return { passed: checks.length - failed.length, failed, seconds };
}

if (import.meta.main) {
  const { passed, failed, seconds } = await runChecks((text) => {
    console.log(text);
  });
  const names = failed.length > 0 ? ` (${failed.join(', ')})` : '';
  console.log(`\n${passed} of ${checks.length} checks passed, ${failed.length} failed${names}, in ${seconds} s`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
