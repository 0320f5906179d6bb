import { formatTicketNumber, type TicketRow } from '#modules/ticket/server/index.ts';
import type { QueryOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { readScores, ScoreRow } from '../../contract/report.ts';
import { peopleNames } from '../people-names.ts';
import { csvText } from './csv.ts';
import { dayOf, spanOf } from './period.ts';
import { eachWithTicket, reportMs, reportNames, type ReportNames } from './read-all.ts';
import { verdictsOfSpan, type ReportVerdict } from './report.queries.ts';

type Days = QueryOf<typeof readScores>;
type Judged = { readonly verdict: ReportVerdict; readonly ticket: TicketRow };

/** What a verdict weighs, by the level of its case. */
const pointsByLevel: Readonly<Record<number, number>> = { 1: 10, 2: 5, 3: 2 };

/** Nobody's fault costs nobody anything. */
export const pointsOf = ({
  verdict,
  ticket,
}: {
  verdict: Pick<ReportVerdict, 'party' | 'state'>;
  ticket: { level: number };
}): number => (verdict.party === 'none' || verdict.state === 'lifted' ? 0 : (pointsByLevel[ticket.level] ?? 0));

const judgedWithin = async (tx: Tx, days: Days): Promise<Judged[]> => {
  const span = spanOf(days);
  const found: Judged[] = [];
  await eachWithTicket(
    tx,
    (after, limit) => verdictsOfSpan(tx, span, after, limit),
    (verdict, ticket) => found.push({ verdict, ticket }),
  );
  return found;
};

type NameOf = (verdict: ReportVerdict) => string;

const namer = async (tx: Tx, names: ReportNames, judged: readonly Judged[]) => {
  const people = await peopleNames(
    tx,
    judged.flatMap(({ verdict }) => [verdict.personId, verdict.givenBy]),
  );
  const nameOf: NameOf = (verdict) =>
    verdict.supplier || names.department(verdict.departmentId) || people(verdict.personId);
  return { people, nameOf };
};

export const scoreVerdicts = (app: App, actor: Actor, days: Days): Promise<{ items: ScoreRow[] }> =>
  app.db.search(
    actor.reach,
    async (tx) => {
      const judged = (await judgedWithin(tx, days)).filter(
        ({ verdict }) => verdict.state !== 'lifted' && verdict.party !== 'none',
      );
      const { nameOf } = await namer(tx, await reportNames(tx, app, actor), judged);
      const groups = Map.groupBy(judged, ({ verdict }) =>
        JSON.stringify([verdict.party, verdict.departmentId, verdict.personId, verdict.supplier]),
      );
      const items = [...groups.values()].flatMap((group): ScoreRow[] => {
        const [first] = group;
        if (!first) return [];
        const points = group.reduce((sum, one) => sum + pointsOf(one), 0);
        return [{ party: first.verdict.party, name: nameOf(first.verdict), verdicts: group.length, points }];
      });
      return { items: items.toSorted((a, b) => b.points - a.points || a.name.localeCompare(b.name)) };
    },
    reportMs,
  );

const columns = [
  'day',
  'number',
  'level',
  'category',
  'department',
  'party',
  'name',
  'state',
  'points',
  'reason',
  'givenBy',
] as const;

export const exportVerdicts = (app: App, actor: Actor, days: Days): Promise<string> =>
  app.db.search(
    actor.reach,
    async (tx) => {
      const judged = await judgedWithin(tx, days);
      const names = await reportNames(tx, app, actor);
      const { people, nameOf } = await namer(tx, names, judged);
      const word = (key: string): string => app.texts.find('resolve', key, actor.locale) ?? key;
      return csvText([
        columns.map((key) => word(`scores.columns.${key}`)),
        ...judged.map((one) => {
          const { verdict, ticket } = one;
          return [
            dayOf(verdict.givenAt),
            formatTicketNumber(ticket.number),
            ticket.level,
            names.category(ticket.categoryKey),
            names.department(ticket.departmentId),
            word(`verdict.party.${verdict.party}`),
            nameOf(verdict),
            word(`verdict.state.${verdict.state}`),
            pointsOf(one),
            verdict.reason,
            people(verdict.givenBy),
          ];
        }),
      ]);
    },
    reportMs,
  );
