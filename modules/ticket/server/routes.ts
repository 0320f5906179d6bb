import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { mergeRoutes, presenceRoutes, ticketRoutes as route, type TicketDetail } from '../contract.ts';
import { assignTicket, claimTicket } from './assign-ticket.ts';
import { sendAttachment, sendPublicAttachment, uploadAttachments } from './attachments.ts';
import { bulkTickets } from './bulk-tickets.ts';
import { addCategory, changeCategory, listCategories } from './categories.ts';
import { classifyTicket } from './classify-ticket.ts';
import { countTickets } from './count-tickets.ts';
import { dropDraft, readDraft, saveDraft } from './drafts.ts';
import { listTickets } from './find-tickets.ts';
import { countStages } from './kanban.ts';
import { linkTickets, unlinkTickets } from './link-tickets.ts';
import { servedMacroRoutes } from './macros/routes.ts';
import { mergeTickets, readMerged, unmergeTicket } from './merge/merge-tickets.ts';
import { notePresence, readPresence } from './presence/presence.ts';
import { messageEntries, readThread } from './read-thread.ts';
import { replyToTicket } from './reply-to-ticket.ts';
import { addView, changeView, dropView, listViews, withView } from './saved-views.ts';
import { addManualTask, finishTask, listTasks } from './tasks.ts';
import { accessTicket, canReach, permissionOf } from './ticket.access.ts';
import { setFollowed, type TicketRow } from './ticket.queries.ts';
import { detailOf } from './ticket-view.ts';
import { topicLabel } from './topic-tickets.ts';
import { transitionTicket } from './transition-ticket.ts';
import { urgeTicket } from './urge-ticket.ts';

/** One transaction for a change, answered with the ticket as it is then. */
const changed = (app: App, actor: Actor, change: (tx: Tx) => Promise<TicketRow>): Promise<TicketDetail> =>
  app.db.write(actor.reach, async (tx) => detailOf(tx, app, actor, await change(tx)));

const reading: readonly ServedRoute[] = [
  serve(route.list, 'ticket.read', async ({ app, actor, query }) => {
    const { view, cursor, limit, ...given } = query;
    const filter =
      view === undefined ? given : await app.db.read(actor.reach, (tx) => withView(tx, actor, view, given));
    return listTickets(app, actor, filter, { cursor, limit });
  }),
  serve(route.counts, 'ticket.read', ({ app, actor }) => countTickets(app, actor)),
  serve(route.stageCounts, 'ticket.read', ({ app, actor, query }) => countStages(app, actor, query)),
  serve(route.read, 'ticket.read', ({ app, actor, params }) =>
    app.db.read(actor.reach, async (tx) =>
      detailOf(tx, app, actor, await accessTicket(tx, actor, params.number, 'ticket.read')),
    ),
  ),
  serve(route.thread, 'ticket.read', ({ app, actor, params, query }) => readThread(app, actor, params.number, query)),
];

const writing: readonly ServedRoute[] = [
  serve(route.addMessage, 'ticket.note', ({ app, actor, params, body }) =>
    app.db.write(actor.reach, async (tx) => {
      const { message, ticket } = await replyToTicket(tx, app, actor, params.number, body);
      const [entry] = await messageEntries(tx, [message]);
      if (!entry) throw new Error('a message without an entry');
      return { message: entry, ticket: await detailOf(tx, app, actor, ticket) };
    }),
  ),
  serve(route.transition, 'ticket.read', ({ app, actor, params, body }) =>
    changed(app, actor, async (tx) => {
      const ticket = await accessTicket(tx, actor, params.number, permissionOf(body.action));
      return transitionTicket(tx, app, actor, ticket.id, body.action, body);
    }),
  ),
  serve(route.assign, 'ticket.assign', ({ app, actor, params, body }) =>
    app.db.write(actor.reach, async (tx) => {
      const ticket =
        body.claim === true
          ? await claimTicket(tx, app, actor, params.number)
          : await assignTicket(tx, app, actor, params.number, body);
      // Handed away out of sight: done, and nothing more to show.
      return { ticket: canReach(actor, ticket) ? await detailOf(tx, app, actor, ticket) : null };
    }),
  ),
  serve(route.classify, 'ticket.classify', ({ app, actor, params, body }) =>
    changed(app, actor, (tx) => classifyTicket(tx, app, actor, params.number, body)),
  ),
  serve(route.link, 'ticket.classify', ({ app, actor, params, body }) =>
    changed(app, actor, (tx) => linkTickets(tx, app, actor, params.number, body.number, body.kind)),
  ),
  serve(route.unlink, 'ticket.classify', ({ app, actor, params, body }) =>
    changed(app, actor, (tx) => unlinkTickets(tx, app, actor, params.number, body.number)),
  ),
  serve(route.urge, 'ticket.read', ({ app, actor, params }) =>
    app.db.write(actor.reach, async (tx) => ({ urgeCount: await urgeTicket(tx, app, actor, params.number) })),
  ),
  serve(route.follow, 'ticket.read', ({ app, actor, params, body }) =>
    app.db.write(actor.reach, async (tx) => {
      const ticket = await accessTicket(tx, actor, params.number, 'ticket.read');
      if (actor.id !== null) await setFollowed(tx, ticket.id, [actor.id], body.followed);
      return { followed: body.followed };
    }),
  ),
  serve(route.bulk, 'ticket.read', ({ app, actor, body }) =>
    bulkTickets(app, actor, body.numbers, body.action, body.dryRun),
  ),
];

const draftsAndFiles: readonly ServedRoute[] = [
  serve(route.readDraft, 'ticket.note', ({ app, actor, params }) => readDraft(app, actor, params.number)),
  serve(route.saveDraft, 'ticket.note', ({ app, actor, params, body }) => saveDraft(app, actor, params.number, body)),
  serve(route.dropDraft, 'ticket.note', ({ app, actor, params }) => dropDraft(app, actor, params.number)),
  serve(route.upload, 'ticket.note', async ({ app, actor, params, request }) => ({
    attachments: await uploadAttachments(app, actor, params.number, request),
  })),
  serve(route.attachment, 'ticket.read', ({ app, actor, params, request, reply }) =>
    sendAttachment(app, actor, params.id, request, reply),
  ),
  serve(route.publicAttachment, 'public', ({ app, params, request, reply }) =>
    sendPublicAttachment(app, params.token, params.id, request, reply),
  ),
];

const around: readonly ServedRoute[] = [
  serve(route.tasks, 'ticket.read', ({ app, actor, query }) => listTasks(app, actor, query)),
  serve(route.addTask, 'ticket.note', ({ app, actor, params, body }) => addManualTask(app, actor, params.number, body)),
  serve(route.finishTask, 'ticket.note', ({ app, actor, params }) => finishTask(app, actor, params.id)),
  serve(route.views, 'ticket.read', ({ app, actor }) => listViews(app, actor)),
  serve(route.addView, 'ticket.read', ({ app, actor, body }) => addView(app, actor, body)),
  serve(route.changeView, 'ticket.read', ({ app, actor, params, body }) => changeView(app, actor, params.id, body)),
  serve(route.dropView, 'ticket.read', ({ app, actor, params }) => dropView(app, actor, params.id)),
  serve(route.topicName, 'ticket.read', ({ app, actor, params }) =>
    app.db.read(actor.reach, (tx) => topicLabel(tx, actor, params.id)),
  ),
  serve(route.categories, 'ticket.read', ({ app, actor }) => listCategories(app, actor)),
  serve(route.addCategory, 'rule.manage', ({ app, actor, body }) =>
    app.db.write(actor.reach, (tx) => addCategory(tx, body)),
  ),
  serve(route.changeCategory, 'rule.manage', ({ app, actor, params, body }) =>
    changeCategory(app, actor, { ...body, key: params.key }),
  ),
];

const merging: readonly ServedRoute[] = [
  serve(mergeRoutes.merged, 'ticket.read', ({ app, actor, params }) => readMerged(app, actor, params.number)),
  serve(mergeRoutes.merge, 'ticket.transition', ({ app, actor, params, body }) =>
    app.db.write(actor.reach, (tx) =>
      mergeTickets(tx, app, actor, params.number, { number: body.into, version: body.version }),
    ),
  ),
  serve(mergeRoutes.unmerge, 'ticket.transition', ({ app, actor, params }) =>
    app.db.write(actor.reach, (tx) => unmergeTicket(tx, app, actor, params.number)),
  ),
];

const presence: readonly ServedRoute[] = [
  serve(presenceRoutes.present, 'ticket.read', ({ app, actor, params }) => readPresence(app, actor, params.number)),
  serve(presenceRoutes.beat, 'ticket.read', ({ app, actor, params, body }) =>
    notePresence(app, actor, params.number, body),
  ),
];

export const servedRoutes: readonly ServedRoute[] = [
  ...reading,
  ...merging,
  ...writing,
  ...presence,
  ...servedMacroRoutes,
  ...draftsAndFiles,
  ...around,
];
