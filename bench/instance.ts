import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createDepartment, createPerson } from '#modules/staff/server/index.ts';
import { startEmbedded } from '#platform/server/database/embedded/index.ts';
import { everything, openDatabase } from '#platform/server/database/index.ts';
import { migrate } from '#platform/server/database/migrate.ts';
import { openLog } from '#platform/server/log/index.ts';

export type BenchInstance = { dataDir: string; databaseUrl: string; stop(): Promise<void> };

const root = path.resolve(import.meta.dirname, '..');

/** A fresh durable embedded database in a folder of its own, with the smallest company that can accept feedback. */
export const openBenchInstance = async (say: (line: string) => void): Promise<BenchInstance> => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'huiyin-bench-'));
  // PostgreSQL does not run as root: its account has to get into the folder, or the cluster would outlive it elsewhere.
  await chmod(dataDir, 0o755);
  const embedded = await startEmbedded({ dataDir, durable: true, say });
  await migrate(embedded.url);
  const db = openDatabase(embedded.url, openLog('silent'));
  const at = new Date();
  await db.write(everything, async (tx) => {
    const department = await createDepartment(tx, { name: '客户服务中心', nameEn: 'Service', at });
    for (const name of ['a', 'b', 'c', 'd']) {
      await createPerson(tx, {
        username: `agent-${name}`,
        displayName: name,
        roleKey: 'agent',
        departmentId: department.id,
        presence: 'on',
        password: null,
        at,
      });
    }
  });
  await db.close();
  return {
    dataDir,
    databaseUrl: embedded.url,
    async stop() {
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** The product in a process of its own, as `npm start` runs it. Resolves when it answers. */
export const startProduct = async (
  instance: BenchInstance,
  port: number,
  role: 'web' | 'all',
): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['app/server/main.ts', 'start', '--no-build'], {
    cwd: root,
    env: {
      ...process.env,
      HUIYIN_DATA: instance.dataDir,
      DATABASE_URL: instance.databaseUrl,
      PORT: String(port),
      HUIYIN_ROLE: role,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const ready = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready) return child;
    if (child.exitCode !== null) throw new Error(`the product ended with code ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the product did not answer within 30 s');
};

export const stopProduct = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
