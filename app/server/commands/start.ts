import type { Command } from 'commander';
import { spawn } from 'node:child_process';
import { z } from 'zod';
import { readConfig } from '#platform/server/config.ts';
import { buildWebIfNeeded } from '../build-web.ts';
import { openInstance, type Instance } from '../open-instance.ts';
import { prepareCompany } from '../prepare-company.ts';
import { say } from './outcome.ts';

/** Runs until SIGINT or SIGTERM, then answers what is under way and ends. A second signal ends at once. */
export const runUntilStopped = (instance: Pick<Instance, 'stop'>): Promise<void> =>
  new Promise((resolve, reject) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      say('stopping …');
      instance.stop().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });

const startOptions = z.object({ build: z.boolean().default(true) });

export const addStart = (program: Command): void => {
  program
    .command('start')
    .description('run the product (settings by environment, see docs/operations.md)')
    .option('--no-build', 'serve the screens as they were built last, or none')
    .action(async (given: unknown) => {
      const config = readConfig();
      const { build } = startOptions.parse(given);
      if (build && config.role !== 'worker') await buildWebIfNeeded(say);
      const instance = await openInstance(config, say);
      await prepareCompany(instance.app);
      if (instance.url !== null) say(`回音 Huiyin: ${instance.url}`);
      await runUntilStopped(instance);
    });
};

/** The server restarts when a file changes; Vite serves the screens with hot reload and passes /api on. */
export const addDev = (program: Command): void => {
  program
    .command('dev')
    .description('run server and screens from source, reloading on change')
    .action(async () => {
      const children = [
        spawn(process.execPath, ['--watch', 'app/server/main.ts', 'demo', '--no-build'], { stdio: 'inherit' }),
        spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--config', 'app/web/vite.config.ts'], {
          stdio: 'inherit',
        }),
      ];
      await runUntilStopped({
        stop: async () => {
          await Promise.all(
            children.map(
              (child) =>
                new Promise<void>((resolve) => {
                  child.once('exit', () => resolve());
                  child.kill('SIGTERM');
                }),
            ),
          );
        },
      });
    });
};
