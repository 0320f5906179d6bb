import type { Command } from 'commander';
import { z } from 'zod';
import { learnedFields, learnedFieldSchema } from '#modules/classify/contract.ts';
import { trainNow } from '#modules/classify/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { openInstance } from '../open-instance.ts';
import { CommandFailed, conclude, say } from './outcome.ts';

const options = z.object({ field: learnedFieldSchema.optional(), json: z.boolean().default(false) });

export const addTrain = (program: Command): void => {
  program
    .command('train')
    .description('learn from all confirmed tickets now; a model that is worse than the one in use is not used')
    .option('--field <field>', `only one of ${learnedFields.join(', ')}`)
    .option('--json', 'end with one line {state, outcome, seconds}')
    .action(async (given: unknown) => {
      const read = options.safeParse(given);
      if (!read.success) throw new CommandFailed(`--field is one of ${learnedFields.join(', ')}.`, 2);
      const { field, json } = read.data;
      const instance = await openInstance({ ...readConfig(), role: 'web', logLevel: 'warn' }, say, { idle: true });
      const began = performance.now();
      try {
        const end = await trainNow(instance.app, field === undefined ? learnedFields : [field]);
        if (end === null) throw new CommandFailed('Another training is running. Try again when it has ended.', 3);
        const seconds = Math.round((performance.now() - began) / 10) / 100;
        const words = end.outcome.map((one) => {
          const figure = one.accuracy === null ? '' : `, accuracy ${(one.accuracy * 100).toFixed(1)} %`;
          return `${one.field}: ${one.state}, ${one.rows} tickets${figure}`;
        });
        conclude(json, { ...end, seconds }, `${end.state} in ${seconds} s\n${words.join('\n')}`);
      } finally {
        await instance.stop();
      }
    });
};
