import type { Command } from 'commander';
import { readConfig } from '#platform/server/config.ts';
import { openInstance } from '../open-instance.ts';
import { say } from './outcome.ts';
import { runUntilStopped } from './start.ts';

export const addDemo = (program: Command): void => {
  program
    .command('demo')
    .description('run the product with a believable company in it')
    .action(async () => {
      const instance = await openInstance(readConfig(), say);
      await runUntilStopped(instance);
    });
};
