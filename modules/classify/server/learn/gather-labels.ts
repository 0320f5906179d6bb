import { answeredTickets, ticketsInWords, type TicketInWords } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { LabelledText } from '#platform/server/text/learn/index.ts';
import { learnedFields, type LearnedField } from '../../contract.ts';
import { judgedTickets } from './correction.queries.ts';
import { learnedNow } from './model-cache.ts';
import { trustedLabel } from './trusted-label.ts';

/** Beyond this the newest are learned from: language and categories change, and a million rows would not fit a thread. */
export const mostRows = 60_000;
const pageRows = 2000;
/** Longer texts say nothing new after this, and one of a megabyte must not outweigh the others. */
const longestText = 4000;

export type LabelledTicket = LabelledText & { readonly ticketId: string; readonly group: string };
export type Gathered = Record<LearnedField, LabelledTicket[]>;

type Judgements = ReadonlyMap<string, ReadonlySet<LearnedField>>;
const nothing: ReadonlySet<LearnedField> = new Set();

const readPages = async (
  page: (before: number | null) => Promise<TicketInWords[]>,
  take: (tickets: readonly TicketInWords[]) => void,
): Promise<void> => {
  let before: number | null = null;
  for (let read = 0; read < mostRows;) {
    const tickets: TicketInWords[] = await page(before);
    take(tickets);
    read += tickets.length;
    const last = tickets.at(-1);
    if (tickets.length < pageRows || last === undefined) return;
    before = last.seq;
  }
};

const judgementsOf = async (app: App): Promise<Judgements> => {
  const judged = new Map<string, Set<LearnedField>>();
  const rows = await app.db.read(everything, (tx) => judgedTickets(tx, mostRows));
  for (const { ticketId, field } of rows) {
    const known = judged.get(ticketId);
    if (known) known.add(field);
    else judged.set(ticketId, new Set([field]));
  }
  return judged;
};

/** Every ticket that carries a label worth learning from, by field; repeats of one another stay in one group. */
export const gatherLabels = async (app: App): Promise<Gathered> => {
  const { categories } = learnedNow(app);
  const gathered: Gathered = { category: [], kind: [], level: [], department: [], sentiment: [], spam: [] };
  const judged = await judgementsOf(app);
  const seen = new Set<string>();
  const take = (tickets: readonly TicketInWords[]): void => {
    for (const ticket of tickets) {
      if (seen.has(ticket.id)) continue;
      seen.add(ticket.id);
      const text = { title: ticket.subject, body: ticket.content.slice(0, longestText) };
      const group = ticket.linkedTo ?? ticket.id;
      for (const field of learnedFields) {
        const label = trustedLabel(field, ticket, judged.get(ticket.id) ?? nothing, categories);
        if (label !== undefined && gathered[field].length < mostRows)
          gathered[field].push({ ...text, label, group, ticketId: ticket.id });
      }
    }
  };
  const ids = [...judged.keys()];
  for (let from = 0; from < ids.length; from += pageRows) {
    take(await app.db.read(everything, (tx) => ticketsInWords(tx, ids.slice(from, from + pageRows)), 30_000));
  }
  await readPages((before) => app.db.read(everything, (tx) => answeredTickets(tx, before, pageRows), 30_000), take);
  return gathered;
};
