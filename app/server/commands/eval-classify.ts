import type { Command } from 'commander';
import { z } from 'zod';
import {
  crossValidate,
  evaluateModel,
  type LabelledText,
  type LearnReport,
  NotEnoughToLearn,
  trainTextModel,
} from '#platform/server/text/learn/index.ts';
import { type LabelledFile, readLabelledFile } from './labelled-file.ts';
import { CommandFailed, conclude, say } from './outcome.ts';

const optionsSchema = z.object({
  train: z.string(),
  test: z.string().optional(),
  field: z.string(),
  folds: z.coerce.number().int().min(2).max(20).optional(),
  precision: z.coerce.number().min(0.5).max(0.999),
  json: z.boolean().default(false),
});

export const addEvalClassify = (group: Command): void => {
  group
    .command('classify')
    .description('learn from one file of labelled texts and judge by another, or by folds of the same')
    .requiredOption('--train <file>', 'JSONL {"text", "label", "title"?} or CSV with these columns')
    .option('--test <file>', 'rows to judge by; they are not learned from')
    .option('--field <name>', 'the column that holds the label', 'label')
    .option('--folds <n>', 'without --test: cross-validation on the training file')
    .option('--precision <share>', 'how often what is decided alone must be right', '0.95')
    .option('--json', 'end with one line of figures')
    .action(async (given: unknown) => {
      const parsed = optionsSchema.safeParse(given);
      if (!parsed.success) throw new CommandFailed(`Not understood: ${z.prettifyError(parsed.error)}`, 2);
      const options = parsed.data;
      if ((options.test === undefined) === (options.folds === undefined))
        throw new CommandFailed('Give either --test <file> or --folds <n>.', 2);
      const train = await read(options.train, options.field);
      const result =
        options.test === undefined
          ? byFolds(train.rows, options.folds ?? 5, options.precision)
          : byTest(train.rows, (await read(options.test, options.field)).rows, options.precision);
      tell(result.report, options.precision);
      conclude(options.json, figures(result, options.precision), sentence(result));
    });
};

interface Result {
  report: LearnReport;
  textsPerSecond: number;
}

async function read(file: string, field: string): Promise<LabelledFile> {
  const found = await readLabelledFile(file, field);
  for (const note of found.notes) say(note);
  return found;
}

function learning<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotEnoughToLearn) throw new CommandFailed(error.message, 3);
    throw error;
  }
}

function byFolds(rows: readonly LabelledText[], folds: number, precision: number): Result {
  const report = learning(() =>
    crossValidate(rows, folds, { precision, onProgress: (part) => say(`${Math.round(part * 100)} %`) }),
  );
  const model = trainTextModel(rows, { precision });
  return { report, textsPerSecond: measureSpeed(() => rows.forEach((row) => model.predict(row)), rows.length) };
}

function byTest(train: readonly LabelledText[], test: readonly LabelledText[], precision: number): Result {
  const model = learning(() => trainTextModel(train, { precision }));
  const known = new Set(model.labels);
  const strange = new Set(test.map((row) => row.label).filter((label) => !known.has(label)));
  if (strange.size > 0)
    say(
      `${strange.size} labels of the test file were not learned and count as misses: ${[...strange].slice(0, 5).join(', ')}`,
    );
  let report = evaluateModel(model, []);
  const textsPerSecond = measureSpeed(() => {
    report = evaluateModel(model, test);
  }, test.length);
  return { report: { ...report, skipped: model.report.skipped }, textsPerSecond };
}

function measureSpeed(work: () => void, texts: number): number {
  const began = performance.now();
  work();
  return Math.round((texts * 1000) / Math.max(0.001, performance.now() - began));
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

function figures({ report, textsPerSecond }: Result, precision: number): Record<string, unknown> {
  return {
    accuracy: rounded(report.accuracy),
    macroF1: rounded(report.macroF1),
    perClass: report.perClass.map((each) => ({
      ...each,
      precision: rounded(each.precision),
      recall: rounded(each.recall),
      f1: rounded(each.f1),
      coverage: rounded(each.coverage),
    })),
    // With another --precision the name would lie.
    [`coverageAt${Math.round(precision * 1000) / 10}`]: rounded(report.coverageAtPrecision),
    decided: { coverage: rounded(report.decided.coverage), precision: rounded(report.decided.precision) },
    trainSeconds: Math.round(report.trainSeconds * 100) / 100,
    textsPerSecond,
    rows: report.rows,
    skipped: report.skipped,
  };
}

function tell(report: LearnReport, precision: number): void {
  const skipped = {
    empty: 'without text or label',
    too_few: 'alone with their label',
    one_class: 'of one label',
    sampled: 'beyond the sample',
  };
  for (const { reason, count } of report.skipped) say(`Left out of the training: ${count} rows ${skipped[reason]}.`);
  say(
    `Right at least ${Math.round(precision * 1000) / 10} % of the time on ${Math.round(report.coverageAtPrecision * 1000) / 10} % of the rows; ` +
      `the learned thresholds decide ${Math.round(report.decided.coverage * 1000) / 10} % and are right in ${Math.round(report.decided.precision * 1000) / 10} %.`,
  );
}

function sentence({ report, textsPerSecond }: Result): string {
  return `accuracy ${rounded(report.accuracy)}, macro-F1 ${rounded(report.macroF1)} over ${report.rows} rows and ${report.labels.length} labels; trained in ${Math.round(report.trainSeconds * 100) / 100} s, ${textsPerSecond} texts/s.`;
}
