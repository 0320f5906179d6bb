import type { Command } from 'commander';
import { access } from 'node:fs/promises';
import { z } from 'zod';
import { importFromPath } from '#modules/collect/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { openInstance } from '../open-instance.ts';
import { prepareCompany } from '../prepare-company.ts';
import { CommandFailed, conclude, say } from './outcome.ts';

const options = z.object({ json: z.boolean().default(false) });

export const addImport = (program: Command): void => {
  program
    .command('import')
    .argument('<file>', 'CSV (UTF-8 or GB18030), XLSX or JSONL with one feedback a row')
    .description('take a file of feedback in; the same file again adds nothing, one that stopped goes on')
    .option('--json', 'end with one line {rows, created, linked, failed, seconds}')
    .action(async (file: string, given: unknown) => {
      const { json } = options.parse(given);
      await access(file).catch(() => {
        throw new CommandFailed(`There is no file ${file}.`, 2);
      });
      // Neither requests nor jobs here: a server that runs meanwhile does the work that follows.
      const instance = await openInstance({ ...readConfig(), role: 'web', logLevel: 'warn' }, say, { idle: true });
      const began = performance.now();
      try {
        await prepareCompany(instance.app);
        const counts = await importFromPath(instance.app, file, (sum, total) => {
          say(
            `${sum.rows}${total === null ? '' : ` / ~${total}`} rows, ${sum.created} new, ${sum.linked} known, ${sum.failed} refused`,
          );
        });
        const seconds = Math.round((performance.now() - began) / 10) / 100;
        conclude(
          json,
          { ...counts, seconds },
          `${counts.rows} rows in ${seconds} s: ${counts.created} new tickets, ${counts.linked} already there, ${counts.failed} refused.`,
        );
      } catch (error) {
        if (error instanceof Problem)
          throw new CommandFailed(instance.app.texts.error(error.code, 'zh-CN', error.data), 3);
        throw error;
      } finally {
        await instance.stop();
      }
    });
};
