import { approvalsOfWhole, type WholeApproval } from '#modules/approval/server/index.ts';
import { noticesOf, type TicketNotice } from '#modules/channel/server/index.ts';
import {
  accessTicket,
  listCustomFields,
  readableValues,
  readerOf,
  readThread,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { ThreadEntry } from '#modules/ticket/contract.ts';
import type { App } from '#platform/server/app.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ClosingFile } from '../contract.ts';

const pageRows = 200;

/** The pages come newest first; the file tells the story from its beginning. */
const wholeThread = async (app: App, actor: Actor, number: string): Promise<ThreadEntry[]> => {
  const pages: ThreadEntry[][] = [];
  let cursor: string | undefined;
  do {
    const page = await readThread(app, actor, number, { cursor, limit: pageRows });
    pages.unshift(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return pages.flat();
};

/** A link of the customer opens his case to whoever has it: what is handed on to others must not carry one. */
export const withoutLinks = <Told extends { readonly body: string }>(notice: Told): Told => ({
  ...notice,
  body: notice.body.replaceAll(/(\/[ts]\/)[\w.~-]{16,}/g, '$1…'),
});

export type GatheredCase = {
  readonly ticket: Omit<TicketRow, 'seq'>;
  readonly notices: readonly TicketNotice[];
  readonly entries: readonly ThreadEntry[];
  readonly approvals: readonly WholeApproval[];
  readonly file: ClosingFile;
};

export const gatherCase = async (app: App, actor: Actor, number: string): Promise<GatheredCase> => {
  const { ticket, notices, companyName } = await app.db.read(actor.reach, async (tx) => {
    const { seq: _seq, ...row } = await accessTicket(tx, actor, number, 'ticket.read');
    const custom = await listCustomFields(tx);
    const fields = readableValues(await readerOf(tx, actor, custom), custom, row.fields);
    return {
      ticket: { ...row, fields },
      notices: (await noticesOf(tx, row.id)).map(withoutLinks),
      companyName: await readCompanyName(tx),
    };
  });
  const entries = await wholeThread(app, actor, number);
  const approvals = await approvalsOfWhole(app, actor, ticket.id);
  const file: ClosingFile = {
    format: 'huiyin.closing-file/1',
    madeAt: app.clock.now().toISOString(),
    madeBy: actor.name,
    companyName,
    ticket,
    entries,
    notices,
    approvals: approvals.map(({ view: { abilities: _abilities, ...view } }) => view),
  };
  return { ticket, notices, entries, approvals, file };
};
