import { rm } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { startEmbedded } from '#platform/server/database/embedded/index.ts';
import { messageOf } from '#platform/server/database/embedded/trouble.ts';
import { cloneTemplate, createEmpty, dropClone, ensureTemplate, removeLeftovers } from './database.queries.ts';

const dataDir = path.resolve(import.meta.dirname, '../node_modules/.cache/huiyin-test-pg');

export type TestServer = { adminUrl: string; stop(): Promise<void> };

const startServer = async (): Promise<TestServer> => {
  const start = (): Promise<TestServer> => startEmbedded({ dataDir, durable: false });
  try {
    return await start();
  } catch (error) {
    if (!/did not start|was made by PostgreSQL/.test(messageOf(error))) throw error;
    // It runs without fsync: a power cut may have spoilt it, and it holds nothing but copies.
    await rm(realpathSync(path.join(dataDir, 'postgres')), { recursive: true, force: true });
    await rm(path.join(dataDir, 'postgres'), { recursive: true, force: true });
    return start();
  }
};

/**
 * The server for all tests. `TEST_DATABASE_URL` names an existing one (superuser); the global setup sets it for its
 * workers, so that they need not look at the embedded one each.
 */
export const openTestServer = async (): Promise<TestServer> => {
  const adminUrl = process.env['TEST_DATABASE_URL'];
  return adminUrl === undefined || adminUrl === '' ? startServer() : { adminUrl, stop: () => Promise.resolve() };
};

let opened: Promise<TestServer> | undefined;
const server = (): Promise<TestServer> => (opened ??= openTestServer());

/** Builds the template and clears what earlier runs left: once per run. */
export const prepareTestServer = async (adminUrl: string): Promise<void> => {
  await removeLeftovers(adminUrl, await ensureTemplate(adminUrl));
};

export type TestDatabase = { url: string; drop(): Promise<void> };

/** A migrated, empty database of the caller's own. Call `drop` at the end; a killed run's is dropped by the next. */
export const testDatabase = async (): Promise<TestDatabase> => {
  const { adminUrl } = await server();
  const { name, url } = await cloneTemplate(adminUrl);
  return { url, drop: () => dropClone(adminUrl, name) };
};

/** An empty database that no migration has seen. */
export const emptyDatabase = async (): Promise<TestDatabase> => {
  const { adminUrl } = await server();
  const { name, url } = await createEmpty(adminUrl);
  return { url, drop: () => dropClone(adminUrl, name) };
};
