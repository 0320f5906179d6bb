import { departmentDirectory } from '#modules/staff/server/index.ts';
import { ticketCategories, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';

const batch = 1000;
const mostRows = 200_000;
/** Reports read a whole period. */
export const reportMs = 30_000;

type Rows<Row> = (after: string | null, limit: number) => Promise<Row[]>;

/**
 * Hands over every row with its ticket, a thousand at a time; a row whose ticket lies outside the reach of the
 * transaction is left out, so that sums are within the same walls as lists.
 */
export const eachWithTicket = async <Row extends { id: string; ticketId: string }>(
  tx: Tx,
  rowsAfter: Rows<Row>,
  take: (row: Row, ticket: TicketRow) => void,
): Promise<void> => {
  let after: string | null = null;
  for (let read = 0; ;) {
    const rows: Row[] = await rowsAfter(after, batch);
    const tickets = new Map(
      (await ticketsByIds(tx, [...new Set(rows.map((row) => row.ticketId))])).map((ticket) => [ticket.id, ticket]),
    );
    for (const row of rows) {
      const ticket = tickets.get(row.ticketId);
      if (ticket) take(row, ticket);
    }
    read += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    if (read >= mostRows) throw new Problem('resolve.report_too_large', 422, { rows: mostRows });
    after = last.id;
  }
};

export type ReportNames = { department(id: string | null): string; category(key: string | null): string };

/** In the reader's language; what was not translated keeps its own. */
export const reportNames = async (tx: Tx, app: App, actor: Actor): Promise<ReportNames> => {
  const english = actor.locale === 'en';
  const inTongue = (one: { name: string; nameEn: string } | undefined): string =>
    one ? (english && one.nameEn !== '' ? one.nameEn : one.name) : '';
  const categories = new Map((await ticketCategories(tx)).map((one) => [one.key, one]));
  const directory = departmentDirectory(app);
  return {
    department: (id) => (id === null ? '' : inTongue(directory.department(id))),
    category: (key) => (key === null ? '' : inTongue(categories.get(key)) || key),
  };
};
