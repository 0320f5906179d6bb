import { eraseApprovalsOf } from '#modules/approval/server/index.ts';
import { eraseOutboxWords } from '#modules/channel/server/index.ts';
import { eraseSlaWords } from '#modules/sla/server/index.ts';
import { eraseTickets, lockTicket, parseTicketNumber, ticketsByNumbers } from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { eraseRetained as route } from '../../contract.ts';
import { demandKeeper } from './retention.access.ts';
import { lockRetention, saveRetention, type RetentionRecord } from './retention.queries.ts';
import { whyKept } from './retention.rules.ts';
import { workOut } from './work-out.ts';

type Outcome = ReplyOf<typeof route>['results'][number];
type Erasing = { readonly reason: string; readonly dryRun: boolean };

/** The ticket, its row and what the rules of now say; held until the end of the transaction. */
export const lockRetained = async (tx: Tx, app: App, number: string): Promise<RetentionRecord> => {
  const read = parseTicketNumber(number);
  const [found] = await ticketsByNumbers(tx, [read.ok ? read.number : number]);
  const ticket = found && (await lockTicket(tx, found.id));
  const row = ticket && (await lockRetention(tx, ticket.id));
  if (!row) throw notFound('retention');
  // One that came back while it was held is worked on again: its time begins with its next end.
  if (ticket.state !== 'archived') return { ...row, keepUntil: null };
  if (row.erasedAt !== null) return row;
  const [now] = await workOut(tx, app, [ticket]);
  // A profile that demands more since then holds it longer; one that demands less lets nothing go sooner.
  return now?.keepUntil && (row.keepUntil === null || now.keepUntil > row.keepUntil) ? { ...row, ...now } : row;
};

/** Everything that people wrote about it, in every module, in one transaction; number, dates, codes and sums stay. */
export const eraseOne = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  { reason, dryRun }: Erasing,
): Promise<void> => {
  const row = await lockRetained(tx, app, number);
  const at = app.clock.now();
  const why = whyKept(row, at);
  if (why === 'not_over') {
    throw new Problem('archive.retention_not_over', 409, { until: row.keepUntil?.toISOString() ?? null });
  }
  if (why !== null) throw new Problem(`archive.retention_${why}`, 409);
  if (dryRun) return;
  await eraseApprovalsOf(tx, row.ticketId);
  await eraseOutboxWords(tx, [row.ticketId]);
  await eraseSlaWords(tx, [row.ticketId]);
  await eraseTickets(tx, [row.ticketId]);
  await saveRetention(tx, { ...row, erasedAt: at, erasedBy: actor.id, eraseReason: reason });
  const data = { number: row.number, keepUntil: row.keepUntil, months: row.months, rule: row.rule };
  await emit(tx, [{ name: 'archive.erased', subjectId: row.ticketId, actor, at, data }]);
};

/** Each in a transaction of its own: one that must still be kept keeps no other from it. */
export const eraseMany = async (
  app: App,
  actor: Actor,
  { numbers, ...erasing }: BodyOf<typeof route>,
): Promise<ReplyOf<typeof route>> => {
  demandKeeper(actor);
  const results: Outcome[] = [];
  for (const number of new Set(numbers)) {
    try {
      await app.db.write(everything, (tx) => eraseOne(tx, app, actor, number, erasing));
      results.push({ number, ok: true, code: null, message: null });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const message = app.texts.error(error.code, actor.locale, error.data);
      results.push({ number, ok: false, code: error.code, message });
    }
  }
  const done = results.filter((one) => one.ok).length;
  return { done, skipped: results.length - done, results };
};
