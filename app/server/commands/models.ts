import type { Command } from 'commander';
import { z } from 'zod';
import { learnedFields, learnedFieldSchema, type ModelSummary } from '#modules/classify/contract.ts';
import { activateModel, listAllModels, rollBackModel } from '#modules/classify/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { readConfig } from '#platform/server/config.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { openInstance } from '../open-instance.ts';
import { CommandFailed, conclude, say } from './outcome.ts';

const options = z.object({
  json: z.boolean().default(false),
  activate: z.uuid().optional(),
  rollBack: learnedFieldSchema.optional(),
});
const newest = 10;

const line = (one: ModelSummary): string =>
  [
    one.id,
    `${one.field} v${one.version}`,
    one.state,
    one.reason,
    `${one.rows} tickets`,
    `accuracy ${(one.accuracy * 100).toFixed(1)} %`,
    one.usable ? '' : 'file cleared away',
  ]
    .filter(Boolean)
    .join('  ');

const run = async (app: App, asked: z.infer<typeof options>): Promise<ModelSummary[]> => {
  if (asked.activate !== undefined) return [await activateModel(app, asked.activate)];
  if (asked.rollBack !== undefined) return [await rollBackModel(app, asked.rollBack)];
  return listAllModels(app, newest);
};

export const addModels = (program: Command): void => {
  program
    .command('models')
    .description('learned models, or take one (back) into use; running processes follow within five seconds')
    .option('--activate <id>', 'use this model')
    .option('--roll-back <field>', `use the model before, of ${learnedFields.join(', ')}`)
    .option('--json', 'end with one line {models}')
    .action(async (given: unknown) => {
      const read = options.safeParse(given);
      if (!read.success)
        throw new CommandFailed(
          `--activate takes an id of a model, --roll-back one of ${learnedFields.join(', ')}.`,
          2,
        );
      const instance = await openInstance({ ...readConfig(), role: 'web', logLevel: 'warn' }, say, { idle: true });
      try {
        const models = await run(instance.app, read.data);
        conclude(read.data.json, { models }, models.map(line).join('\n') || 'Nothing has been learned yet.');
      } catch (error) {
        if (error instanceof Problem)
          throw new CommandFailed(instance.app.texts.error(error.code, 'en', error.data), 3);
        throw error;
      } finally {
        await instance.stop();
      }
    });
};
