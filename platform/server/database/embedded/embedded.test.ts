import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { eventually } from '#test/eventually.ts';
import { findAccount, runsAsRoot } from './account.ts';
import { locatePackage } from './binaries.ts';
import { type Embedded, startEmbedded } from './index.ts';
import { tryLock, unlock, withLock } from './lock.ts';
import { identityOf, processesOf, signal } from './processes.ts';

const root = mkdtempSync('/var/tmp/huiyin-embedded-test-');
chmodSync(root, 0o755);
const homes = new Set<string>();
const children: ChildProcess[] = [];
const servers: Embedded[] = [];

let folders = 0;
const newFolder = (): string => {
  folders += 1;
  const folder = path.join(root, `data-${folders}`);
  mkdirSync(folder);
  return folder;
};

const homeOf = (dataDir: string): string => {
  const home = realpathSync(path.join(dataDir, 'postgres'));
  homes.add(home);
  return home;
};
const clusterOf = (dataDir: string): string => path.join(homeOf(dataDir), 'cluster');
const serverPid = (dataDir: string): number =>
  Number(readFileSync(path.join(clusterOf(dataDir), 'postmaster.pid'), 'utf8').split('\n')[0]);

const start = async (dataDir: string, say?: (line: string) => void): Promise<Embedded> => {
  const server = await startEmbedded({ dataDir, durable: false, say });
  servers.push(server);
  homeOf(dataDir);
  return server;
};

const ask = async (url: string, sql: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(`select (${sql}) as answer`);
    return String(rows[0]?.answer);
  } finally {
    await client.end();
  }
};

/** Another application process: starts or joins, says how, and lives until it is killed or its input ends. */
const otherProcess = async (dataDir: string): Promise<{ child: ChildProcess; said: string }> => {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    console.log(server.started);
    process.stdin.resume().on('end', () => process.exit(0));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return { child, said };
};

const killed = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(
    children
      .splice(0)
      .filter((child) => child.exitCode === null && child.signalCode === null)
      .map(killed),
  );
  for (const home of homes) for (const pid of processesOf(path.join(home, 'cluster'))) signal(pid, 'SIGKILL');
});

afterAll(() => {
  for (const home of homes) {
    expect(processesOf(path.join(home, 'cluster'))).toEqual([]);
    rmSync(home, { recursive: true, force: true });
  }
  rmSync(root, { recursive: true, force: true });
});

describe('one data folder', () => {
  test('is made, keeps its address and data, and binds the application by row-level security', async () => {
    const dataDir = newFolder();
    const first = await start(dataDir);
    expect(first.started).toBe('created');
    expect(first.version).toMatch(/^18\./);
    expect(await ask(first.url, "current_user || ' ' || current_database()")).toBe('huiyin huiyin');
    expect(
      await ask(
        first.url,
        'select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user',
      ),
    ).toBe('false');
    expect(await ask(first.adminUrl, 'select rolsuper from pg_roles where rolname = current_user')).toBe('true');
    expect(
      await ask(first.url, "current_setting('timezone') || current_setting('server_encoding') || upper('straßé')"),
    ).toBe('UTCUTF8STRAßÉ');
    expect(
      await ask(first.adminUrl, "current_setting('listen_addresses') || current_setting('password_encryption')"),
    ).toBe('127.0.0.1scram-sha-256');
    await expect(ask(first.url.replace(/:[^:@]+@/, ':wrong@'), '1')).rejects.toThrow(/password/);
    expect(statSync(path.join(dataDir, 'postgres', 'access.json')).mode & 0o077).toBe(0);
    await first.stop();
    await expect(ask(first.url, '1')).rejects.toThrow(/ECONNREFUSED/);

    const second = await start(dataDir);
    expect([second.started, second.url]).toEqual(['started', first.url]);
  });

  test('takes another port when the remembered one is occupied', async () => {
    const dataDir = newFolder();
    const first = await start(dataDir);
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start(dataDir);
    squatter.close();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await ask(second.url, '1')).toBe('1');
  });

  test('commits durably in the product, and refuses to join a server that does not', async () => {
    const dataDir = newFolder();
    const fast = await start(dataDir);
    await expect(startEmbedded({ dataDir, durable: true })).rejects.toThrow(/without safe commits/);
    await fast.stop();
    const safe = await startEmbedded({ dataDir, durable: true });
    servers.push(safe);
    expect(
      await ask(
        safe.adminUrl,
        "concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'), current_setting('shared_buffers'), current_setting('jit'))",
      ),
    ).toBe('on on on 256MB off');
  });
});

describe('several processes', () => {
  test('two first starts at once share one server, and the last one out stops it', async () => {
    const dataDir = newFolder();
    const [one, two] = await Promise.all([otherProcess(dataDir), otherProcess(dataDir)]);
    expect([one.said, two.said].sort()).toEqual(['attached', 'created']);
    const here = await start(dataDir);
    expect(here.started).toBe('attached');
    const pid = serverPid(dataDir);
    await here.stop();
    await killed(one.child);
    expect(identityOf(pid)).toBeDefined();
    two.child.stdin?.end();
    await eventually(() => expect(identityOf(pid)).toBeUndefined());
  });

  test('a killed application leaves a server that the next one joins and stops', async () => {
    const dataDir = newFolder();
    const other = await otherProcess(dataDir);
    const pid = serverPid(dataDir);
    await killed(other.child);
    expect(identityOf(pid)).toBeDefined();
    const here = await start(dataDir);
    expect([here.started, serverPid(dataDir)]).toEqual(['attached', pid]);
    await here.stop();
    expect(identityOf(pid)).toBeUndefined();
  });

  test('a borrower neither counts nor stops', async () => {
    const dataDir = newFolder();
    const owner = await start(dataDir);
    const borrower = await startEmbedded({ dataDir, durable: false, owner: false });
    await borrower.stop();
    expect(await ask(borrower.url, '1')).toBe('1');
    await owner.stop();
    await expect(ask(borrower.url, '1')).rejects.toThrow();
  });
});

describe('a killed server', () => {
  test('comes back at the same address while the application lives', async () => {
    const dataDir = newFolder();
    const said: string[] = [];
    const here = await start(dataDir, (line) => said.push(line));
    const pid = serverPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await eventually(async () => {
      expect(await ask(here.url, '1')).toBe('1');
      expect(serverPid(dataDir)).not.toBe(pid);
    });
    expect(said.join('\n')).toContain('ended unexpectedly');
  });

  test.runIf(process.platform === 'linux')(
    'is started again although a child is still busy with a long query',
    async () => {
      const dataDir = newFolder();
      const other = await otherProcess(dataDir);
      const borrower = await startEmbedded({ dataDir, durable: false, owner: false });
      // Computes without ever waiting, so that it does not notice the end of its parent.
      const busy = ask(borrower.adminUrl, 'select count(*) from generate_series(1, 3000000000) a').catch(
        () => 'cut off',
      );
      await eventually(async () =>
        expect(await ask(borrower.adminUrl, "select count(*) from pg_stat_activity where state = 'active'")).toBe('2'),
      );
      await killed(other.child);
      process.kill(serverPid(dataDir), 'SIGKILL');
      const said: string[] = [];
      const here = await start(dataDir, (line) => said.push(line));
      expect(here.started).toBe('started');
      expect(said.join('\n')).toContain('waiting until what it left behind has ended');
      expect(await busy).toBe('cut off');
    },
  );

  test.runIf(process.platform === 'linux')(
    'is started again although its number belongs to another program now',
    async () => {
      const dataDir = newFolder();
      const other = await otherProcess(dataDir);
      const pidFile = path.join(clusterOf(dataDir), 'postmaster.pid');
      const lines = readFileSync(pidFile, 'utf8').split('\n');
      await killed(other.child);
      process.kill(Number(lines[0]), 'SIGKILL');
      const { uid, gid } = statSync(pidFile);
      const innocent = spawn('sleep', ['60'], runsAsRoot() ? { uid, gid } : {});
      children.push(innocent);
      writeFileSync(pidFile, [innocent.pid, ...lines.slice(1)].join('\n'));
      expect((await start(dataDir)).started).toBe('started');
      expect(innocent.exitCode).toBeNull();
    },
  );
});

describe('where it may not run', () => {
  test.runIf(runsAsRoot())('under a folder closed to others, root keeps the cluster elsewhere', async () => {
    const closed = newFolder();
    chmodSync(closed, 0o700);
    const dataDir = path.join(closed, 'data');
    const here = await start(dataDir);
    expect(homeOf(dataDir)).not.toContain(closed);
    await here.stop();
    const again = await start(dataDir);
    expect(again.started).toBe('started');
    await again.stop();
    const left = homeOf(dataDir);
    rmSync(dataDir, { recursive: true });
    await start(path.join(closed, 'other'));
    expect(existsSync(left)).toBe(false);
  });

  test('a file in the place of the folder, or a platform without a program: an error that names DATABASE_URL', async () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    await expect(startEmbedded({ dataDir: path.join(file, 'data'), durable: true })).rejects.toThrow(
      /HUIYIN_DATA.*DATABASE_URL/,
    );
    expect(() => locatePackage('sunos', 'sparc')).toThrow(/sunos sparc.*DATABASE_URL/);
  });

  test('the account is one made for servers, in order of preference', () => {
    const passwd =
      'root:x:0:0::/root:/bin/sh\npostgres:x:0:0:::\nalice:x:1000:1000:::\nnobody:x:65534:65534:::\nhuiyin:x:990:991:::\n';
    expect(findAccount(passwd, ['postgres', 'nobody', 'huiyin'])).toEqual({ name: 'nobody', uid: 65534, gid: 65534 });
    expect(findAccount(passwd, ['huiyin', 'postgres'])).toEqual({ name: 'huiyin', uid: 990, gid: 991 });
    expect(findAccount(passwd, ['postgres'])).toBeUndefined();
  });
});

describe('the lock', () => {
  test('of a process that died is taken over, also when many try at once', async () => {
    const lock = path.join(newFolder(), 'lock');
    writeFileSync(
      lock,
      JSON.stringify({ pid: 2 ** 22 + 1, identity: '1', host: (await import('node:os')).hostname() }),
    );
    let inside = 0;
    const most: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, () =>
        withLock(
          lock,
          () => undefined,
          async () => {
            inside += 1;
            await new Promise((resolve) => setImmediate(resolve));
            most.push(inside);
            inside -= 1;
          },
        ),
      ),
    );
    expect(Math.max(...most)).toBe(1);
    expect(tryLock(lock)).toBe(true);
    expect(tryLock(lock)).toBe(false);
    unlock(lock);
  });
});
