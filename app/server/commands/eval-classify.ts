import type { Command } from 'commander';

export const addEvalClassify = (group: Command): void => {
  group
    .command('classify')
    .description('learn from one file of labelled texts and judge by another')
    .requiredOption('--train <file>', 'JSONL {"text","label"} or CSV with these columns');
};
