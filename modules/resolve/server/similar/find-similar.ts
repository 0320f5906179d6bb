import { departmentDirectory } from '#modules/staff/server/index.ts';
import {
  accessTicket,
  findCandidates,
  lastAnswers,
  readSayings,
  ticketCategories,
  type Candidate,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { SimilarTicket } from '../../contract.ts';
import { cleanSolution } from './clean-solution.ts';
import { rankSimilar, type Ranked } from './rank-similar.ts';

const timeLimitMs = 1500;
const minuteMs = 60_000;

const namesOf = async (tx: Tx, app: App, actor: Actor) => {
  const english = actor.locale === 'en';
  const local = (one: { name: string; nameEn: string } | undefined): string =>
    one === undefined ? '' : english && one.nameEn !== '' ? one.nameEn : one.name;
  const categories = new Map((await ticketCategories(tx)).map((one) => [one.key, one]));
  const directory = departmentDirectory(app);
  return {
    category: (key: string | null): string => (key === null ? '' : local(categories.get(key))),
    department: (id: string): string => local(directory.department(id)),
  };
};

type Names = Awaited<ReturnType<typeof namesOf>>;

const viewOf = ({ candidate, likeness, words }: Ranked, names: Names, answer: string | undefined): SimilarTicket => {
  const { ticket }: Candidate = candidate;
  const took = ticket.closedAt === null ? null : ticket.closedAt.getTime() - ticket.createdAt.getTime();
  const solution =
    answer === undefined ? '' : cleanSolution(answer, { name: ticket.customerName, number: ticket.number });
  return {
    number: ticket.number,
    subject: ticket.subject,
    state: ticket.state,
    categoryName: names.category(ticket.categoryKey),
    department: names.department(ticket.departmentId),
    region: ticket.region,
    closedAt: ticket.closedAt?.toISOString() ?? null,
    tookMinutes: took === null ? null : Math.max(0, Math.round(took / minuteMs)),
    rating: ticket.rating,
    reopened: ticket.reopenCount > 0,
    likeness,
    words,
    solution: solution === '' ? null : solution,
  };
};

/** Of two equally alike, the one that says what helped; more than shown are ranked, so that there is a choice. */
const withAnswers = async (tx: Tx, ranked: readonly Ranked[], limit: number) => {
  const answers = new Map(
    (
      await lastAnswers(
        tx,
        ranked.map((one) => one.candidate.ticket.id),
      )
    ).map((one) => [one.ticketId, one.body]),
  );
  const helpful = (one: Ranked): number => one.score * (answers.has(one.candidate.ticket.id) ? 1 : 0.7);
  return { answers, best: ranked.toSorted((a, b) => helpful(b) - helpful(a)).slice(0, limit) };
};

/** Closed tickets like this one, within the reader's reach, with what their customers were told last. */
export const findSimilar = (
  app: App,
  actor: Actor,
  number: string,
  limit: number,
): Promise<{ items: SimilarTicket[] }> =>
  app.db.search(
    actor.reach,
    async (tx) => {
      const ticket = await accessTicket(tx, actor, number, 'ticket.read');
      const [asked] = await readSayings(tx, [ticket.id]);
      if (!asked) return { items: [] };
      const candidates = await findCandidates(tx, app, actor, `${asked.subject}\n${asked.body}`, {
        states: ['closed', 'archived'],
        exclude: [ticket.id],
      });
      const ranked = rankSimilar(asked, candidates, limit * 3, app.clock.now());
      const { answers, best } = await withAnswers(tx, ranked, limit);
      const names = await namesOf(tx, app, actor);
      return { items: best.map((one) => viewOf(one, names, answers.get(one.candidate.ticket.id))) };
    },
    timeLimitMs,
  );
