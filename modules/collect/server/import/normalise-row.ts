import { createHash } from 'node:crypto';
import { cleanLine, cleanText, foldForFingerprint, longerThan } from './clean-text.ts';
import type { ImportWarning, RowProblem } from './import-problem.ts';
import type { ColumnMapping, ColumnTarget } from './map-columns.ts';
import { readDate, type ReadDateOptions } from './read-date.ts';

export type ImportedFeedback = {
  externalId?: string;
  content: string;
  subject?: string;
  customerName?: string;
  locale?: string;
  phone?: string;
  email?: string;
  /** ISO 8601, UTC. */
  occurredAt?: string;
  kind?: string;
  category?: string;
  channel?: string;
  region?: string;
  /** What has no place of its own: level, outlet, product, orderNumber, likes, dislikes, and unknown columns by name. */
  fields: Record<string, string>;
  /** Equal for the same row in any format or encoding (SHA-256, hex). */
  fingerprint: string;
};

export type NormalisedRow =
  { ok: true; feedback: ImportedFeedback; warnings: ImportWarning[] } | ({ ok: false } & RowProblem);

export const contentLimit = 20_000;

const lineLimits = {
  externalId: 200,
  subject: 500,
  customerName: 200,
  locale: 100,
  phone: 50,
  email: 254,
  kind: 100,
  category: 200,
  channel: 100,
  region: 200,
} as const satisfies Partial<Record<ColumnTarget, number>>;

type LineField = keyof typeof lineLimits;
const lineFields: readonly LineField[] = [
  'externalId',
  'subject',
  'customerName',
  'locale',
  'phone',
  'email',
  'kind',
  'category',
  'channel',
  'region',
];
const isLineField = (use: string): use is LineField => Object.hasOwn(lineLimits, use);

/** Undoes what the error file does to cells a spreadsheet would run, so that a repaired file reads as meant. */
const withoutGuard = (cell: string): string => (/^'[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell);

export function fingerprintOf(parts: {
  externalId?: string;
  content: string;
  subject?: string;
  occurredAt?: string;
}): string {
  const meaningful = [parts.externalId, parts.content, parts.subject, parts.occurredAt].map((part) =>
    foldForFingerprint(part ?? ''),
  );
  return createHash('sha256').update(JSON.stringify(meaningful)).digest('hex');
}

type Sorted = { values: Partial<Record<LineField, string>>; content: string; date: string; fields: [string, string][] };

function sortCells(cells: readonly string[], mapping: ColumnMapping): Sorted {
  const sorted: Sorted = { values: {}, content: '', date: '', fields: [] };
  const names = new Set<string>();
  mapping.forEach(({ name, use }, index) => {
    const cell = withoutGuard(cells[index] ?? '');
    if (use === 'content') sorted.content = cleanText(cell);
    else if (use === 'occurredAt') sorted.date = cleanLine(cell);
    else if (isLineField(use)) sorted.values[use] = cleanLine(cell);
    else if (use !== 'ignore') {
      const text = cleanText(cell);
      let key = use === 'extra' ? cleanLine(name) : use;
      while (names.has(key)) key = `${key}+`;
      names.add(key);
      if (text !== '') sorted.fields.push([key, text]);
    }
  });
  return sorted;
}

function tooLong(sorted: Sorted, content: string): RowProblem | undefined {
  const length = longerThan(content, contentLimit);
  if (length !== undefined) return { code: 'import.row.content_too_long', data: { length, limit: contentLimit } };
  for (const field of lineFields) {
    const limit = lineLimits[field];
    const found = longerThan(sorted.values[field] ?? '', limit);
    if (found !== undefined) return { code: 'import.row.field_too_long', data: { field, length: found, limit } };
  }
  for (const [field, text] of sorted.fields) {
    const found = longerThan(text, contentLimit);
    if (found !== undefined)
      return { code: 'import.row.field_too_long', data: { field, length: found, limit: contentLimit } };
  }
  return undefined;
}

/** One row of a file as one feedback, or the reason why not. Pure: the same cells give the same answer. */
export function normaliseRow(
  cells: readonly string[],
  mapping: ColumnMapping,
  options: ReadDateOptions = {},
): NormalisedRow {
  const sorted = sortCells(cells, mapping);
  const { subject } = sorted.values;
  const content = sorted.content === '' ? (subject ?? '') : sorted.content;
  if (content === '') return { ok: false, code: 'import.row.no_content', data: {} };
  const long = tooLong(sorted, content);
  if (long) return { ok: false, ...long };
  const warnings: ImportWarning[] = [];
  let occurredAt: string | undefined;
  if (sorted.date !== '') {
    const reading = readDate(sorted.date, options);
    if (!reading.ok) return reading;
    occurredAt = reading.instant;
    if (reading.ambiguous) {
      const data = { value: sorted.date, readAs: reading.ambiguous.readAs };
      warnings.push({ code: 'import.warning.date_ambiguous', data });
    }
  }
  const feedback: ImportedFeedback = {
    content,
    ...(occurredAt !== undefined && { occurredAt }),
    fields: Object.fromEntries(sorted.fields),
    fingerprint: fingerprintOf({ externalId: sorted.values.externalId, content, subject, occurredAt }),
  };
  for (const field of lineFields) {
    const value = sorted.values[field];
    if (value) feedback[field] = value;
  }
  return { ok: true, feedback, warnings };
}
