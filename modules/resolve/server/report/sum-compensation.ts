import type { QueryOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type {
  CompensationReport,
  downloadCompensationReport,
  readCompensationReport,
  ReportGroup,
  ReportSums,
} from '../../contract/report.ts';
import { csvText, decimalOf } from './csv.ts';
import { monthOf, spanOf, type Span } from './period.ts';
import { eachWithTicket, reportMs, reportNames, type ReportNames } from './read-all.ts';
import { linesOfSpan, type ReportLine } from './report.queries.ts';

type Placed = {
  readonly line: ReportLine;
  readonly departmentId: string;
  readonly categoryKey: string | null;
};
type Summed = ReportSums & { readonly keys: readonly string[] };

/** Adds up whole cents; amounts of different currencies are never added. */
const addUp = (lines: readonly Placed[], keysOf: (one: Placed) => readonly string[]): Summed[] => {
  const sums = new Map<string, Summed>();
  for (const one of lines) {
    const { currency, state, amountCents } = one.line;
    const keys = keysOf(one);
    const at = JSON.stringify([...keys, currency]);
    const sum = sums.get(at) ?? { keys, currency, lines: 0, paidCents: 0, promisedCents: 0, waitingCents: 0 };
    sums.set(at, {
      ...sum,
      lines: sum.lines + 1,
      paidCents: sum.paidCents + (state === 'paid' ? amountCents : 0),
      promisedCents: sum.promisedCents + (state === 'approved' ? amountCents : 0),
      waitingCents: sum.waitingCents + (state === 'pending' ? amountCents : 0),
    });
  }
  return [...sums.values()];
};

const linesWithin = async (tx: Tx, span: Span): Promise<Placed[]> => {
  const found: Placed[] = [];
  await eachWithTicket(
    tx,
    (after, limit) => linesOfSpan(tx, span, after, limit),
    (line, { departmentId, categoryKey }) => found.push({ line, departmentId, categoryKey }),
  );
  return found;
};

const keyBy: Readonly<Record<ReportGroup, (one: Placed) => string>> = {
  month: ({ line }) => monthOf(line.createdAt),
  department: ({ departmentId }) => departmentId,
  category: ({ categoryKey }) => categoryKey ?? '',
  kind: ({ line }) => line.kind,
};

const nameIn = (names: ReportNames, by: ReportGroup, key: string): string => {
  if (by === 'department') return names.department(key);
  return by === 'category' ? names.category(key === '' ? null : key) : key;
};

const sizeOf = (sum: ReportSums): number => sum.paidCents + sum.promisedCents + sum.waitingCents;

const inOrder = (by: ReportGroup, rows: readonly Summed[]): Summed[] =>
  by === 'month'
    ? rows.toSorted((a, b) => (b.keys[0] ?? '').localeCompare(a.keys[0] ?? ''))
    : rows.toSorted((a, b) => a.currency.localeCompare(b.currency) || sizeOf(b) - sizeOf(a));

export const reportCompensation = (
  app: App,
  actor: Actor,
  { by, ...days }: QueryOf<typeof readCompensationReport>,
): Promise<CompensationReport> =>
  app.db.search(
    actor.reach,
    async (tx) => {
      const lines = await linesWithin(tx, spanOf(days));
      const names = await reportNames(tx, app, actor);
      const rows = inOrder(
        by,
        addUp(lines, (one) => [keyBy[by](one)]),
      );
      return {
        rows: rows.map(({ keys: [key = ''], ...sum }) => ({ ...sum, key, name: nameIn(names, by, key) })),
        totals: addUp(lines, () => [])
          .map(({ keys: _keys, ...sum }) => sum)
          .toSorted((a, b) => a.currency.localeCompare(b.currency)),
      };
    },
    reportMs,
  );

const columns = [
  'month',
  'department',
  'category',
  'kind',
  'currency',
  'lines',
  'paid',
  'promised',
  'waiting',
] as const;

export const exportCompensation = (
  app: App,
  actor: Actor,
  days: QueryOf<typeof downloadCompensationReport>,
): Promise<string> =>
  app.db.search(
    actor.reach,
    async (tx) => {
      const lines = await linesWithin(tx, spanOf(days));
      const names = await reportNames(tx, app, actor);
      const word = (key: string): string => app.texts.find('resolve', `report.${key}`, actor.locale) ?? key;
      const kind = (key: string): string => app.texts.find('resolve', `pay.kinds.${key}`, actor.locale) ?? key;
      const rows = addUp(lines, (one) => [
        keyBy.month(one),
        names.department(one.departmentId),
        names.category(one.categoryKey),
        kind(one.line.kind),
      ]).toSorted((a, b) => JSON.stringify(a.keys).localeCompare(JSON.stringify(b.keys)));
      return csvText([
        columns.map((key) => word(`columns.${key}`)),
        ...rows.map((sum) => [
          ...sum.keys,
          sum.currency,
          sum.lines,
          decimalOf(sum.paidCents),
          decimalOf(sum.promisedCents),
          decimalOf(sum.waitingCents),
        ]),
      ]);
    },
    reportMs,
  );
