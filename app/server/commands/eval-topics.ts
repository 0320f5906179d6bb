import type { Command } from 'commander';
import { z } from 'zod';
import { findTopics, type TopicText } from '#platform/server/text/topics/index.ts';
import { cellOf, guessField, readRows, requireField } from './eval-rows.ts';
import { CommandFailed, conclude } from './outcome.ts';
import type { TableRow } from './table-file.ts';

const optionsSchema = z.object({
  file: z.string(),
  titleField: z.string().optional(),
  textField: z.string().optional(),
  timeField: z.string().optional(),
  idField: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000),
  json: z.boolean().default(false),
});

type Options = z.output<typeof optionsSchema>;

export const addEvalTopics = (group: Command): void => {
  group
    .command('topics')
    .description('what many rows of a file are about, the largest topic first')
    .requiredOption('--file <file>', 'JSONL or CSV; columns are found by their usual names')
    .option('--title-field <name>')
    .option('--text-field <name>')
    .option('--time-field <name>')
    .option('--id-field <name>', 'what rowIds names the rows by; without such a column their numbers from 1')
    .option('--limit <topics>', 'at most so many', '50')
    .option('--json', 'end with one line of topics')
    .action(async (given: unknown) => {
      const parsed = optionsSchema.safeParse(given);
      if (!parsed.success) throw new CommandFailed(`Not understood: ${z.prettifyError(parsed.error)}`, 2);
      const options = parsed.data;
      const rows = await readRows(options.file);
      const { texts, rowIds } = toTexts(rows, options);
      const began = performance.now();
      const found = findTopics(texts, { limit: options.limit });
      const topicSeconds = Math.round((performance.now() - began) / 10) / 100;
      const topics = found.map(({ label, ids, words, places, firstAt, lastAt }) => ({
        label,
        size: ids.length,
        rowIds: ids.map((id) => rowIds[Number(id) - 1] ?? id),
        rows: ids.map(Number),
        words,
        places,
        firstAt: firstAt === undefined ? null : new Date(firstAt).toISOString(),
        lastAt: lastAt === undefined ? null : new Date(lastAt).toISOString(),
      }));
      if (!options.json) for (const topic of topics) console.log(`${String(topic.size).padStart(6)}  ${topic.label}`);
      const summary = `${String(topics.length)} topics of ${String(rows.length)} rows in ${String(topicSeconds)} s.`;
      conclude(options.json, { rows: rows.length, seconds: topicSeconds, topics }, summary);
    });
};

const toTexts = (rows: readonly TableRow[], options: Options): { texts: TopicText[]; rowIds: string[] } => {
  const fieldOf = (asked: string | undefined, meaning: string): string | undefined =>
    asked === undefined ? guessField(rows, meaning) : requireField(rows, asked);
  const title = fieldOf(options.titleField, 'title');
  const body = fieldOf(options.textField, 'text');
  const time = fieldOf(options.timeField, 'time');
  const id = fieldOf(options.idField, 'id');
  const votes = guessField(rows, 'votes');
  if (title === undefined && body === undefined)
    throw new CommandFailed('No column looks like a title or a text: name one with --title-field or --text-field.', 3);
  const texts = rows.map((row, number) => {
    const at = Date.parse(cellOf(row, time));
    return {
      id: String(number + 1),
      title: cellOf(row, title),
      body: cellOf(row, body),
      weight: Number(cellOf(row, votes)) || 0,
      ...(Number.isNaN(at) ? {} : { at }),
    };
  });
  return { texts, rowIds: rows.map((row, number) => cellOf(row, id) || String(number + 1)) };
};
