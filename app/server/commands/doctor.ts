import type { Command } from 'commander';
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { readConfig, type Config } from '#platform/server/config.ts';
import { everything, openDatabase } from '#platform/server/database/index.ts';
import { readMigrations } from '#platform/server/database/migrate.ts';
import { serverVersion } from '#platform/server/database/instance.queries.ts';
import { openLog } from '#platform/server/log/index.ts';
import { openInstanceDatabase } from '../open-instance.ts';
import { CommandFailed, conclude, say } from './outcome.ts';

const options = z.object({ json: z.boolean().default(false) });
type Finding = { check: string; ok: boolean; detail: string };

const leastFreeBytes = 1_073_741_824;

const diskFinding = async (config: Config): Promise<Finding> => {
  const disk = await statfs(config.dataDir);
  const free = disk.bavail * disk.bsize;
  return {
    check: 'disk',
    ok: free >= leastFreeBytes,
    detail: `${(free / 1_073_741_824).toFixed(1)} GiB free under HUIYIN_DATA (at least 1 GiB wanted)`,
  };
};

const databaseFindings = async (config: Config): Promise<Finding[]> => {
  const database = await openInstanceDatabase(config, say);
  const db = openDatabase(database.url, openLog('silent'));
  try {
    const version = await db.read(everything, serverVersion);
    const steps = await readMigrations();
    const supported = version.number >= 150_000 && version.number < 190_000;
    return [
      { check: 'database', ok: supported, detail: `PostgreSQL ${version.text} (15 to 18 supported)` },
      {
        check: 'durability',
        ok: version.durable,
        detail: version.durable
          ? 'fsync and synchronous_commit are on'
          : 'fsync or synchronous_commit is off: a power cut can lose acknowledged feedback',
      },
      {
        check: 'walls',
        ok: version.bound,
        detail: version.bound
          ? 'row-level security binds the role of DATABASE_URL'
          : 'the role is a superuser or has BYPASSRLS: use a plain role that owns the database',
      },
      { check: 'schema', ok: true, detail: `${steps.length} migrations applied` },
    ];
  } finally {
    await db.close();
    await database.stop();
  }
};

const findProblems = async (): Promise<Finding[]> => {
  const config = readConfig();
  const findings: Finding[] = [
    { check: 'settings', ok: true, detail: 'readable' },
    { check: 'node', ok: Number(process.versions.node.split('.')[0]) >= 24, detail: process.versions.node },
  ];
  try {
    findings.push(...(await databaseFindings(config)));
  } catch (error) {
    findings.push({ check: 'database', ok: false, detail: error instanceof Error ? error.message : String(error) });
  }
  findings.push(await diskFinding(config));
  findings.push({
    check: 'mail',
    ok: true,
    detail:
      config.smtpUrl === undefined
        ? 'SMTP_URL is not set: notices stay in the outbox and on the tracking page'
        : 'SMTP_URL is set',
  });
  findings.push({
    check: 'address',
    ok: config.publicUrl !== undefined,
    detail: config.publicUrl ?? 'PUBLIC_URL is not set: links in messages lead to this machine only',
  });
  return findings;
};

export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('look whether this instance can do its work; exit code 1 when something is wrong')
    .option('--json', 'print the findings as one JSON object')
    .action(async (given: unknown) => {
      const { json } = options.parse(given);
      const findings = await findProblems();
      const lines = findings.map((one) => `${one.ok ? 'ok  ' : 'LOOK'} ${one.check}: ${one.detail}`).join('\n');
      conclude(json, { findings }, lines);
      if (findings.some((one) => !one.ok && one.check !== 'address'))
        throw new CommandFailed('Something needs a look.');
    });
};
