import { Command } from 'commander';
import { z } from 'zod';
import { benchClassify } from './classify.ts';
import { benchClassifyIntake } from './classify-intake.ts';
import { benchClocks } from './clocks.ts';
import { benchIntake } from './intake.ts';
import { benchMillion } from './million.ts';

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

program
  .command('classify-intake')
  .description('what learned models cost the intake: the rate without, with and without four models, in one run')
  .option('--seconds <n>', 'how long each part runs', '10')
  .option('--json', 'one JSON object a row')
  .action(async (given: unknown) => {
    const { json, seconds } = intakeOptions.omit({ role: true }).parse(given);
    print(json, [await benchClassifyIntake({ seconds, say })]);
  });

const millionOptions = z.object({
  json: z.boolean().default(false),
  tickets: z.coerce.number().int().min(1000).max(1_000_000),
});

for (const kind of ['search', 'board'] as const) {
  program
    .command(kind)
    .description(
      kind === 'search' ? 'two-character search and list pages over many tickets' : 'the live board over many tickets',
    )
    .option('--tickets <n>', 'how many are loaded first', '1000000')
    .option('--json', 'one JSON object a row')
    .action(async (given: unknown) => {
      const { json, tickets } = millionOptions.parse(given);
      print(json, await benchMillion(kind, tickets, say));
    });
}

program
  .command('classify')
  .description('training of 10,000 invented short texts and predicting them, in this process alone')
  .option('--json', 'one JSON object a row')
  .action((given: unknown) => {
    const { json } = z.object({ json: z.boolean().default(false) }).parse(given);
    print(json, benchClassify());
  });

const clocksOptions = z.object({
  json: z.boolean().default(false),
  clocks: z.coerce.number().int().min(100).max(1_000_000),
  seconds: z.coerce.number().min(20).max(3600),
});

program
  .command('clocks')
  .description('how late clocks fire when many end, and that a kill -9 loses none')
  .option('--clocks <n>', 'open clocks, each of which ends within the window', '100000')
  .option('--seconds <n>', 'length of the window', '180')
  .option('--json', 'one JSON object a row')
  .action(async (given: unknown) => {
    const { json, clocks, seconds } = clocksOptions.parse(given);
    print(json, await benchClocks({ clocks, seconds, say }));
  });

await program.parseAsync();
