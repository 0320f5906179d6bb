import { openTestServer, prepareTestServer } from './database.ts';

/** For vitest: one PostgreSQL and one migrated template for the whole run; stops what it started. */
const setup = async (): Promise<() => Promise<void>> => {
  const server = await openTestServer();
  process.env['TEST_DATABASE_URL'] = server.adminUrl;
  // A migration that fails must not hide the tests that need no database: each testDatabase() throws it again.
  await prepareTestServer(server.adminUrl).catch(() => undefined);
  return () => server.stop();
};

export default setup;
