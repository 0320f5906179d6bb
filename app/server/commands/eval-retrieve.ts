import type { Command } from 'commander';
import { z } from 'zod';
import { sketchSimilarity, sketchText } from '#platform/server/text/near/index.ts';
import { type Hit, type IndexedText, TextIndex } from '#platform/server/text/retrieve/index.ts';
import { cellOf, readRows, requireField } from './eval-rows.ts';
import { CommandFailed, conclude, say } from './outcome.ts';

const optionsSchema = z.object({
  corpus: z.string(),
  queryField: z.string(),
  textField: z.string(),
  pad: z.coerce.number().int().min(0).max(1_000_000),
  json: z.boolean().default(false),
});

interface Pair {
  readonly id: string;
  readonly query: string;
  readonly text: string;
}

const asked = 10;
/** Estimated Jaccard similarity from which two texts are the same message sent again, with a word changed. */
const nearCopy = 0.8;

/** Each row's title looks for its own body among all bodies; titles are not in the index. */
export const addEvalRetrieve = (group: Command): void => {
  group
    .command('retrieve')
    .description('does the title of a row find its own text among the texts of all rows?')
    .requiredOption('--corpus <file>', 'JSONL or CSV')
    .option('--query-field <name>', 'the column to ask with', 'title')
    .option('--text-field <name>', 'the only column that is indexed', 'text')
    .option(
      '--pad <texts>',
      'for the time per query: fill the index up to so many texts with recombined sentences',
      '0',
    )
    .option('--json', 'end with one line of figures')
    .action(async (given: unknown) => {
      const parsed = optionsSchema.safeParse(given);
      if (!parsed.success) throw new CommandFailed(`Not understood: ${z.prettifyError(parsed.error)}`, 2);
      const options = parsed.data;
      const pairs = await readPairs(options.corpus, options.queryField, options.textField);
      const began = performance.now();
      const index = TextIndex.build(pairs.map(({ id, text }) => ({ id, body: text })));
      const buildSeconds = seconds(performance.now() - began);
      const figures = { rows: pairs.length, buildSeconds, ...measure(index, pairs) };
      const padded = options.pad > pairs.length ? timePadded(pairs, options.pad) : {};
      conclude(options.json, { ...figures, ...padded }, sentence({ ...figures, ...padded }));
    });
};

const readPairs = async (file: string, queryField: string, textField: string): Promise<Pair[]> => {
  const rows = await readRows(file);
  const asks = requireField(rows, queryField);
  const says = requireField(rows, textField);
  const pairs = rows.map((row, number) => ({ id: String(number), query: cellOf(row, asks), text: cellOf(row, says) }));
  const usable = pairs.filter((pair) => pair.query !== '' && pair.text !== '');
  if (usable.length === 0) throw new CommandFailed('No row has both a query and a text.', 3);
  return usable;
};

const measure = (index: TextIndex, pairs: readonly Pair[]): Readonly<Record<string, number>> => {
  const textOf = new Map(pairs.map((pair) => [pair.id, pair.text]));
  const sketches = new Map(pairs.map((pair) => [pair.id, sketchText(pair.text)]));
  const isNear = (a: string, b: string): boolean => {
    const [left, right] = [sketches.get(a), sketches.get(b)];
    return left !== undefined && right !== undefined && sketchSimilarity(left, right) >= nearCopy;
  };
  const times: Timed[] = [];
  const sum = { first: 0, five: 0, reciprocal: 0, firstStrict: 0, fiveStrict: 0, firstNear: 0 };
  for (const pair of pairs) {
    const { hits, ...timed } = timedSearch(index, pair.query);
    times.push(timed);
    // Two rows with the same text cannot be told apart by anybody: either is right. The strict figures count one only.
    const place = hits.findIndex((hit) => textOf.get(hit.id) === pair.text);
    const strict = hits.findIndex((hit) => hit.id === pair.id);
    if (place === 0) sum.first += 1;
    if (place === 0 || isNear(hits[0]?.id ?? '', pair.id)) sum.firstNear += 1;
    if (place >= 0 && place < 5) sum.five += 1;
    if (place >= 0) sum.reciprocal += 1 / (place + 1);
    if (strict === 0) sum.firstStrict += 1;
    if (strict >= 0 && strict < 5) sum.fiveStrict += 1;
  }
  const share = (count: number): number => Math.round((count / pairs.length) * 10_000) / 10_000;
  return {
    recallAt1: share(sum.first),
    recallAt5: share(sum.five),
    mrr: share(sum.reciprocal),
    recallAt1Strict: share(sum.firstStrict),
    recallAt5Strict: share(sum.fiveStrict),
    recallAt1NearCopies: share(sum.firstNear),
    p95Ms: percentile(times.map((time) => time.wall)),
    p95CpuMs: percentile(times.map((time) => time.cpu)),
  };
};

interface Timed {
  wall: number;
  /** Of this process alone: what a query costs where others use the machine too. */
  cpu: number;
}

const timedSearch = (index: TextIndex, title: string): Timed & { hits: Hit[] } => {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const hits = index.search({ title }, asked);
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { hits, wall, cpu: (user + system) / 1000 };
};

const timePadded = (pairs: readonly Pair[], size: number): Readonly<Record<string, number>> => {
  say(`Filling the index up to ${String(size)} texts.`);
  const heapBefore = memory();
  const began = performance.now();
  const index = TextIndex.build(recombined(pairs, size));
  const paddedBuildSeconds = seconds(performance.now() - began);
  const times = pairs.slice(0, 2_000).map((pair) => timedSearch(index, pair.query));
  return {
    paddedTexts: index.size,
    paddedBuildSeconds,
    paddedMegabytes: Math.round((memory() - heapBefore) / 1_048_576),
    paddedP95Ms: percentile(times.map((time) => time.wall)),
    paddedP95CpuMs: percentile(times.map((time) => time.cpu)),
  };
};

/** New texts of the corpus' own sentences: as long and with the same words, each a different mixture. */
function* recombined(pairs: readonly Pair[], size: number): Generator<IndexedText> {
  for (const pair of pairs) yield { id: pair.id, body: pair.text };
  const sentences = pairs.flatMap((pair) => pair.text.match(/[^\u3002\uff01\uff1f.!?\n]+./gu) ?? []);
  const perText = Math.max(1, Math.round(sentences.length / pairs.length));
  let state = 1;
  for (let number = pairs.length; number < size; number += 1) {
    let body = '';
    for (let i = 0; i < perText; i += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      body += sentences[state % sentences.length] ?? '';
    }
    yield { id: `padded-${String(number)}`, body };
  }
}

const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const percentile = (times: number[]): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * 0.95)] ?? 0) * 100) / 100;
};

const seconds = (milliseconds: number): number => Math.round(milliseconds / 10) / 100;

const sentence = (figures: Readonly<Record<string, number>>): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
