import { Command } from 'commander';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { startEmbedded } from '#platform/server/database/embedded/index.ts';
import { postmasterOf, verify } from './chaos.queries.ts';
import { voice } from './voices.ts';

const root = path.resolve(import.meta.dirname, '..');
const port = 3996;
const base = `http://127.0.0.1:${port}`;
const clients = 16;
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const run = (args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['app/server/main.ts', ...args], {
      cwd: root,
      env,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args[0]} ended with ${code}`))));
    child.stdin.end(input);
  });

type Product = { child: ChildProcess; ended: boolean };

const start = (env: NodeJS.ProcessEnv): Product => {
  const child = spawn(process.execPath, ['app/server/main.ts', 'start', '--no-build'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const product: Product = { child, ended: false };
  child.on('exit', () => {
    product.ended = true;
  });
  return product;
};

const answers = (): Promise<boolean> =>
  fetch(`${base}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
    (reply) => reply.ok,
    () => false,
  );

const untilAnswers = async (seconds: number): Promise<void> => {
  for (let n = 0; n < seconds * 10; n += 1) {
    if (await answers()) return;
    await wait(100);
  }
  throw new Error(`the product did not answer within ${seconds} s after a kill`);
};

const receipt = z.object({ number: z.string() });
type Ledger = { keys: number; acknowledged: Map<number, string>; changed: number; running: boolean };

/** One submission with one key, sent until somebody acknowledges it; sent once more now and then to see the same answer. */
const submit = async (ledger: Ledger, n: number): Promise<void> => {
  while (ledger.running) {
    try {
      const reply = await fetch(`${base}/api/public/feedback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `chaos-${n}` },
        body: JSON.stringify(voice(n)),
        signal: AbortSignal.timeout(30_000),
      });
      if (reply.status === 201) {
        const { number } = receipt.parse(await reply.json());
        const before = ledger.acknowledged.get(n);
        if (before !== undefined && before !== number) ledger.changed += 1;
        ledger.acknowledged.set(n, number);
        return;
      }
      await reply.text();
    } catch {
      // Refused, cut or too slow: the sender knows nothing and sends again, as a phone would.
    }
    await wait(50);
  }
};

const load = async (ledger: Ledger): Promise<void> => {
  const client = async (): Promise<void> => {
    while (ledger.running) {
      ledger.keys += 1;
      const n = ledger.keys;
      await submit(ledger, n);
      if (n % 10 === 0) await submit(ledger, n);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
};

const options = z.object({ kills: z.coerce.number().int().min(1).max(1000), json: z.boolean().default(false) });

const chaosIntake = async (kills: number): Promise<Record<string, number>> => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'huiyin-chaos-'));
  // PostgreSQL does not run as root: its account has to get into the folder, or the cluster would outlive it elsewhere.
  await chmod(dataDir, 0o755);
  const env = { ...process.env, HUIYIN_DATA: dataDir, PORT: String(port), LOG_LEVEL: 'silent' };
  await run(['create-admin', '--username', 'chaos', '--password-stdin'], env, 'chaos-password');
  let product = start(env);
  await untilAnswers(60);
  const ledger: Ledger = { keys: 0, acknowledged: new Map(), changed: 0, running: true };
  const loading = load(ledger);
  const count = { app: 0, postgres: 0 };
  for (let n = 1; n <= kills; n += 1) {
    await wait(500 + Math.random() * 2500);
    if (Math.random() < 0.5) {
      count.app += 1;
      product.child.kill('SIGKILL');
      await wait(Math.random() * 500);
      product = start(env);
    } else {
      const embedded = await startEmbedded({ dataDir, durable: true, owner: false });
      process.kill(await postmasterOf(embedded.url), 'SIGKILL');
      count.postgres += 1;
      if (product.ended) product = start(env);
    }
    for (let tries = 0; !(await answers()); tries += 1) {
      if (product.ended) product = start(env);
      if (tries > 600) throw new Error('the product did not come back within 60 s');
      await wait(100);
    }
    say(
      `kill ${n} of ${kills} (app ${count.app}, postgres ${count.postgres}), ${ledger.acknowledged.size} acknowledged`,
    );
  }
  await wait(2000);
  ledger.running = false;
  await loading;
  await untilAnswers(60);
  const embedded = await startEmbedded({ dataDir, durable: true, owner: false });
  const verdict = await verify(embedded.url, [...ledger.acknowledged.values()], ledger.keys);
  product.child.kill('SIGTERM');
  while (!product.ended) await wait(100);
  await rm(dataDir, { recursive: true, force: true });
  return {
    kills,
    killsOfApp: count.app,
    killsOfPostgres: count.postgres,
    sent: ledger.keys,
    acknowledged: ledger.acknowledged.size,
    changedAnswers: ledger.changed,
    ...verdict,
  };
};

const program = new Command('chaos').description(
  'random kill -9 under load; every acknowledged number must be there, once and whole',
);
program
  .command('intake')
  .option('--kills <n>', 'how many', '20')
  .option('--json', 'one JSON object')
  .action(async (given: unknown) => {
    const { kills, json } = options.parse(given);
    const result = await chaosIntake(kills);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else console.table([result]);
    if (
      Number(result['lost']) + Number(result['double']) + Number(result['half']) + Number(result['changedAnswers']) >
      0
    )
      process.exitCode = 1;
  });
const approvalOptions = z.object({
  runs: z.coerce.number().int().min(1).max(1_000_000),
  json: z.boolean().default(false),
});
program
  .command('approvals')
  .description('random acts of many people on the same approvals at once')
  .option('--runs <n>', 'how many requests', '10000')
  .option('--json', 'one JSON object')
  .action(async (given: unknown) => {
    const { runs, json } = approvalOptions.parse(given);
    const { chaosApprovals } = await import('./chaos-approvals.ts');
    const result = await chaosApprovals(runs, say);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else console.table([result]);
    const { stuck, twice, ownSigned, doubleVotes, short, toldTwice, untold, faults } = result;
    if (stuck + twice + ownSigned + doubleVotes + short + toldTwice + untold + faults > 0) process.exitCode = 1;
  });
await program.parseAsync();
