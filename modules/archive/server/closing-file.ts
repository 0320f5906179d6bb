import { noticesOf } from '#modules/channel/server/index.ts';
import { accessTicket, readThread } from '#modules/ticket/server/index.ts';
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

export const makeClosingFile = async (app: App, actor: Actor, number: string): Promise<ClosingFile> => {
  const head = await app.db.read(actor.reach, async (tx) => {
    const { seq: _seq, ...ticket } = await accessTicket(tx, actor, number, 'ticket.read');
    return { ticket, notices: await noticesOf(tx, ticket.id), companyName: await readCompanyName(tx) };
  });
  return {
    format: 'huiyin.closing-file/1',
    madeAt: app.clock.now().toISOString(),
    madeBy: actor.name,
    companyName: head.companyName,
    ticket: head.ticket,
    entries: await wholeThread(app, actor, number),
    notices: head.notices,
  };
};
