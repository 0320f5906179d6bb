import { defineConfig } from 'vitest/config';

const globalSetup = ['./test/global-setup.ts'];
const browser = {
  globalSetup,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    retry: 0,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{platform,modules,app,sim,test,bench}/**/*.test.{ts,tsx}'],
          globalSetup,
        },
      },
      {
        // Apart from `unit` because these need no database: a wall is tried without starting one.
        extends: true,
        test: { name: 'checks', include: ['checks/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { ...browser, name: 'e2e', include: ['e2e/**/*.e2e.ts'] },
      },
    ],
  },
});
