import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countTests } from './run-all-tests.ts';

const folder = mkdtempSync(join(tmpdir(), 'huiyin-count-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const file = (status: string, tests: number) => ({
  name: 'a.test.ts',
  status,
  assertionResults: Array(tests).fill({}),
});

function count(passed: number, failed: number, files: object[], code: number) {
  const path = join(folder, 'result.json');
  writeFileSync(path, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files }));
  return countTests(path, code);
}

it('counts what passed and what failed', () => {
  expect(count(3, 1, [file('failed', 4)], 1)).toEqual({ passed: 3, failed: 1 });
});

it('counts a file that could not be loaded as a failure', () => {
  expect(count(3, 0, [file('passed', 3), file('failed', 0)], 1)).toEqual({ passed: 3, failed: 1 });
});

it('never calls a run good that ended badly', () => {
  expect(count(3, 0, [file('passed', 3)], 1)).toEqual({ passed: 3, failed: 1 });
  expect(countTests(join(folder, 'absent.json'), 0)).toEqual({ passed: 0, failed: 1 });
});
