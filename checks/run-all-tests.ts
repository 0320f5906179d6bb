import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readyBrowser } from './browser.ts';
import { runChecks } from './check.ts';
import { projectRoot } from './report.ts';

interface Count {
  passed: number;
  failed: number;
}

interface Stage {
  title: string;
  run: () => Promise<Count> | Count;
}

const resultShape = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
const began = performance.now();

const secondsSince = (from: number): number => Math.round((performance.now() - from) / 1000);

function say(text: string): void {
  console.log(text);
}

/** Runs a tool with its output going straight to the person who watches. */
function runOpenly(script: string, args: string[], env: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    const options = { cwd: projectRoot, env: { ...process.env, ...env } };
    const tool = spawn(process.execPath, [script, ...args], { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
    tool.on('error', fail);
    tool.on('close', (code) => {
      done(code ?? 1);
    });
  });
}

/** A test file that could not even be loaded has no tests to count, and still is a failure. */
export function countTests(path: string, code: number): Count {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const result = resultShape.parse(JSON.parse(readFileSync(path, 'utf8')));
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const file of unloaded) say(`FAIL  ${file.name} could not be run`);
  const failed = result.numFailedTests + unloaded.length;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

async function runProjects(projects: string[], env: Record<string, string>): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-tests-'));
  const result = join(folder, 'result.json');
  const chosen = projects.flatMap((name) => ['--project', name]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${result}`];
  const code = await runOpenly(vitest, ['run', ...chosen, ...reporters], env);
  const count = countTests(result, code);
  rmSync(folder, { recursive: true, force: true });
  return count;
}

async function countChecks(): Promise<Count> {
  const end = await runChecks(say);
  return { passed: end.passed, failed: end.failed.length };
}

async function buildWeb(): Promise<Count> {
  const config = ['--config', 'app/web/vite.config.ts', '--logLevel', 'warn'];
  const code = await runOpenly(vite, ['build', ...config], {});
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function stages(browser: string): Stage[] {
  let isBuilt = false;
  return [
    { title: 'checks: format, lint, types, boundaries, SQL, texts, OpenAPI, sizes, licences', run: countChecks },
    {
      title: 'web build',
      run: async () => {
        const count = await buildWeb();
        isBuilt = count.failed === 0;
        return count;
      },
    },
    { title: 'unit and HTTP tests, planted faults', run: () => runProjects(['unit', 'checks'], {}) },
    {
      title: 'journeys in the browser',
      run: () => {
        if (isBuilt) return runProjects(['e2e'], { CHROMIUM_PATH: browser });
        say('not run: the web was not built');
        return { passed: 0, failed: 1 };
      },
    },
  ];
}

function finish(total: Count): void {
  say(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

async function main(): Promise<void> {
  say('== [1/5] browser');
  const browser = readyBrowser(say);
  if ('missing' in browser) {
    say(`FAIL  ${browser.missing}`);
    finish({ passed: 0, failed: 1 });
    return;
  }
  say(`ok    ${browser.path}, with a Chinese font`);
  const total: Count = { passed: 0, failed: 0 };
  for (const [at, stage] of stages(browser.path).entries()) {
    say(`\n== [${at + 2}/5] ${stage.title} (after ${secondsSince(began)} s)`);
    const from = performance.now();
    const count = await stage.run();
    total.passed += count.passed;
    total.failed += count.failed;
    say(`== ${count.passed} passed, ${count.failed} failed in ${secondsSince(from)} s`);
  }
  say(`\nall five parts took ${secondsSince(began)} s`);
  finish(total);
}

if (import.meta.main) await main();
