import type { Command } from 'commander';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  classifyText,
  compileRules,
  evaluateLabelled,
  labelledMessage,
  starterIndustries,
  starterOf,
  type LabelledFigures,
  type LabelledMessage,
} from '#modules/classify/server/index.ts';

const folder = fileURLToPath(new URL('../../../modules/classify/eval-set/', import.meta.url));

const readMessages = (set: string): LabelledMessage[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && (name === 'dev.jsonl') === (set === 'dev'))
    .sort()
    .flatMap((name) => readFileSync(`${folder}${name}`, 'utf8').trim().split('\n'))
    .map((line) => labelledMessage.parse(JSON.parse(line)));

/** The rules a new company of the message's industry has; of an industry without a starter set, those of the first. */
const judge = (messages: readonly LabelledMessage[]): LabelledFigures & { textsPerSecond: number } => {
  const [first] = starterIndustries;
  const rules = new Map(
    starterIndustries.map(({ industry }) => [industry, compileRules(starterOf(industry) ?? { rules: [] })]),
  );
  const fallback = rules.get(first?.industry ?? '') ?? compileRules({ rules: [] });
  const classify = (one: LabelledMessage) =>
    classifyText({ content: one.text, channel: 'form' }, rules.get(one.industry) ?? fallback);
  // Once unmeasured, so that the figure is not that of a program that has only just started.
  messages.forEach(classify);
  const began = performance.now();
  messages.forEach(classify);
  const seconds = (performance.now() - began) / 1000;
  const figures = evaluateLabelled(messages, classify, new Set(rules.keys()));
  return { ...figures, textsPerSecond: Math.round(messages.length / seconds) };
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const print = (figures: LabelledFigures & { textsPerSecond: number }): void => {
  for (const [field, { rows, accuracy, macroF1, perClass }] of Object.entries(figures.fields)) {
    console.log(`${field.padEnd(10)} ${percent(accuracy)} of ${String(rows)}, macro-F1 ${macroF1.toFixed(3)}`);
    if (perClass.length > 6) continue;
    for (const one of perClass) {
      console.log(
        `  ${one.label.padEnd(12)} ${String(one.support).padStart(4)}  precision ${one.precision.toFixed(3)}  recall ${one.recall.toFixed(3)}`,
      );
    }
  }
  const { recall, falseAlarmRate, hardFalseAlarmRate } = figures.firstLevel;
  console.log(
    `first level: recall ${percent(recall)}, false alarms ${percent(falseAlarmRate)} of the others, ${percent(hardFalseAlarmRate)} of those that only sound like it`,
  );
  console.log(`${String(figures.textsPerSecond)} texts a second`);
};

export const addEvalLabelled = (group: Command): void => {
  group
    .command('labelled')
    .description('judge the labelled set of modules/classify/eval-set with the rules and word lists of a new company')
    .option('--set <set>', 'test (never tuned on) or dev', 'test')
    .option('--json', 'the last line is one JSON object')
    .action((options: { set: string; json?: boolean }) => {
      const figures = judge(readMessages(options.set));
      print(figures);
      if (options.json === true) console.log(JSON.stringify(figures));
    });
};
