import { Command } from 'commander';
import { z } from 'zod';
import { benchIntake } from './intake.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const print = (json: boolean, rows: readonly object[]): void => {
  if (json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else console.table(rows);
};

const intakeOptions = z.object({
  json: z.boolean().default(false),
  seconds: z.coerce.number().min(2).max(600),
  role: z.enum(['web', 'all']),
});

const program = new Command('bench').description('ratios against what this machine can do at all, measured in one run');

program
  .command('intake')
  .description('public feedback over HTTP against a bare three-insert loop on the same database')
  .option('--seconds <n>', 'how long each part runs', '10')
  .option('--role <role>', 'web: jobs wait; all: the jobs that follow run in the same process meanwhile', 'web')
  .option('--json', 'one JSON object a row')
  .action(async (given: unknown) => {
    const { json, seconds, role } = intakeOptions.parse(given);
    print(json, await benchIntake({ seconds, role, say }));
  });

await program.parseAsync();
