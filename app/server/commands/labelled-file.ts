import type { LabelledText } from '#platform/server/text/learn/index.ts';
import { CommandFailed } from './outcome.ts';
import { readTableFile } from './table-file.ts';

/** What is kept in memory of one file; of a longer one an even sample of this many rows. */
export const MOST_ROWS = 200_000;
const LONGEST_TEXT = 20_000;

export interface LabelledFile {
  rows: LabelledText[];
  /** Rows of the file, sampled or not. */
  total: number;
  empty: number;
  notes: string[];
}

/** Texts with labels from a file; `field` is the column of the label, `label` unless told otherwise. */
export const readLabelledFile = async (file: string, field: string): Promise<LabelledFile> => {
  const rows: LabelledText[] = [];
  const spaced = new Set<string>();
  let total = 0;
  let empty = 0;
  const random = stepper();
  for await (const { line, cells } of readTableFile(file)) {
    const row = toLabelled(cells, field, `${file}, line ${line}`, spaced);
    if (row === undefined) {
      empty += 1;
      continue;
    }
    total += 1;
    if (rows.length < MOST_ROWS) rows.push(row);
    else {
      const place = Math.floor(random() * total);
      if (place < MOST_ROWS) rows[place] = row;
    }
  }
  if (total === 0) throw new CommandFailed(`${file} holds no row with a text and a label.`, 3);
  const notes: string[] = [];
  if (empty > 0) notes.push(`${file}: ${empty} rows without text or label were left out.`);
  if (spaced.size > 0)
    notes.push(
      `${file}: spaces around labels were removed (${[...spaced]
        .slice(0, 5)
        .map((each) => JSON.stringify(each))
        .join(', ')}).`,
    );
  if (total > MOST_ROWS) notes.push(`${file}: ${total} rows; a sample of ${MOST_ROWS} of them is used.`);
  return { rows, total, empty, notes };
};

/** The same sample of the same file each time (Lehmer's generator). */
function stepper(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function toLabelled(
  cells: Readonly<Record<string, unknown>>,
  field: string,
  where: string,
  spaced: Set<string>,
): LabelledText | undefined {
  if (!('text' in cells)) throw new CommandFailed(`${where}: there is no column "text". ${columnsOf(cells)}`, 3);
  if (!(field in cells)) throw new CommandFailed(`${where}: there is no column "${field}". ${columnsOf(cells)}`, 3);
  const raw = plain(cells[field], where, field);
  const label = raw.trim();
  if (label !== raw) spaced.add(raw);
  const body = clip(plain(cells['text'], where, 'text'));
  const title = clip(plain(cells['title'], where, 'title'));
  if (label === '' || (body.trim() === '' && title.trim() === '')) return undefined;
  return title === '' ? { body, label } : { title, body, label };
}

const columnsOf = (cells: Readonly<Record<string, unknown>>): string =>
  `It has: ${Object.keys(cells).slice(0, 20).join(', ')}.`;

function plain(value: unknown, where: string, name: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new CommandFailed(`${where}: "${name}" is neither text nor a number.`, 3);
}

/** A megabyte of text is kept by its ends; through bytes, since a slice would hold on to the whole of it. */
function clip(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const ends = `${text.slice(0, LONGEST_TEXT - 5000)} ${text.slice(-5000)}`;
  return Buffer.from(ends).toString();
}
