import { registerLoadCounter, registerOpenWork } from '#modules/staff/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { LiveTopic } from '#platform/server/live/index.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { may } from '#platform/server/session/actor.ts';
import { findCategories } from './category.queries.ts';
import './fields/field-guard.ts';
import { fieldEventNames } from './fields/define-field.ts';
import { refreshFields, startFieldCache, stopFieldCache } from './fields/field-cache.ts';
import { indexFieldJob } from './fields/index-field.job.ts';
import { fieldRoutes } from './fields/routes.ts';
import { followCustomer } from './follow-customer.ts';
import { indexSearch } from './index-search.ts';
import { presenceTopic } from './presence/presence.ts';
import { servedRoutes } from './routes.ts';
import { sweepAttachments } from './sweep-attachments.job.ts';
import { seesSpam } from './ticket.access.ts';
import { ticketEventNames } from './ticket.events.ts';
import {
  countOpenByOwner,
  countOpenIn,
  followersOf,
  selectByNumbers,
  selectLatest,
  selectTickets,
  setNextDue,
  setRating,
  ticketById,
  visibleIds,
  type NextDue,
  type OpenLoad,
  type TicketRow,
} from './ticket.queries.ts';

export { registerArrivalBounds, type ArrivalBounds, type SeqBounds } from './arrival-bounds.ts';
export { addMessage, type AddedMessage } from './add-message.ts';
export { addTasks, type NewTask } from './add-tasks.ts';
export { accessTask, completeTask } from './tasks.ts';
export { tasksOfTicket, taskById, type TaskRow } from './task.queries.ts';
export { registerTransferGuard, type TransferPlace, type WantedTransfer } from './transfer-guards.ts';
export { registerStepGuard, type StepGuard, type WantedStep } from './step-guards.ts';
export { classifyTicket } from './classify-ticket.ts';
export { addCategory, categoriesAbove } from './categories.ts';
export { listCustomFields } from './fields/define-field.ts';
export { mayReadField, mayWriteField, readableValues, readerOf, type FieldReader } from './fields/field.access.ts';
export { cachedFields } from './fields/field-cache.ts';
export { readableFiles } from './fields/file-rights.ts';
export {
  fieldOfColumn,
  fieldUse,
  publicFields,
  readImportedFields,
  readPublicFields,
  readStaffFields,
} from './fields/intake-fields.ts';
export { readCustomValues, setCustomValues } from './fields/set-values.ts';
export { missingCustomFields } from '../contract/field-rules.ts';
export { eraseTickets, registerEraser } from './erase-tickets.ts';
export { findTickets } from './find-tickets.ts';
export { indexTickets } from './index-search.ts';
export { answeredTickets, ticketsInWords, type TicketInWords } from './learn.queries.ts';
export { attachmentsOfTicket, type AttachmentRow } from './attachment.queries.ts';
export { livesOnIn } from './merge/merge-tickets.ts';
export { splitTicket, type SplitWish } from './merge/split-ticket.ts';
export { handOver } from './hand-over.ts';
export { keepAttachment } from './keep-attachment.ts';
export { offerDraft } from './offer-draft.ts';
export { addLinks, dropLinks, linkTickets, unlinkTickets, type WishedLink } from './link-tickets.ts';
export { childIds, parentIds, type LinkKey } from './link.queries.ts';
export { readSayings, saidSpan, sayingsOfPeriod, type SaidSpan, type Saying } from './sayings.queries.ts';
export { findCandidates, type Candidate } from './find-candidates.ts';
export { lastAnswers, type LastAnswer } from './candidates.queries.ts';
export { openTickets, type OpenedTicket } from './open-tickets.ts';
export { takeSeqs } from './open-tickets.queries.ts';
export {
  prepareOpening,
  registerOpeningStage,
  type Due,
  type HeardText,
  type OpeningDraft,
  type OpeningStage,
} from './opening-stages.ts';
export { registerTriageReader } from './triage-readers.ts';
export { registerTopicReader, type AskedTopic } from './topic-tickets.ts';
export { publicView } from './public-view.ts';
export { readThread } from './read-thread.ts';
export { accessTicket, accessTicketForChange, can as canDoToTicket } from './ticket.access.ts';
export { ticketEventNames, type TicketEventData, type TicketEventName } from './ticket.events.ts';
export type { NextDue, OpenLoad, TicketRow } from './ticket.queries.ts';
export { formatTicketNumber, parseTicketNumber } from './number/ticket-number.ts';
export { openTrackingToken, trackingToken, trackingUrl } from './tracking-link.ts';
export { transitionTicket, type TransitionData } from './transition-ticket.ts';
export { urgeByCustomer } from './urge-ticket.ts';
export type { NewMessage } from './write-message.ts';

export const ticketsByIds = (tx: Tx, ids: readonly string[]): Promise<TicketRow[]> => selectTickets(tx, ids);

/** The row, held until the end of the transaction; for those who change what hangs on it. */
export const lockTicket = (tx: Tx, id: string): Promise<TicketRow | null> => ticketById(tx, id, true);

export const ticketsByNumbers = (tx: Tx, numbers: readonly string[]): Promise<TicketRow[]> =>
  selectByNumbers(tx, numbers);

export const noteNextDue = async (tx: Tx, rows: readonly NextDue[]): Promise<void> => {
  if (rows.length > 0) await setNextDue(tx, rows);
};

export const noteRating = (tx: Tx, ticketId: string, score: number): Promise<void> => setRating(tx, ticketId, score);

/** Open tickets per person, for routing by load. */
export const openLoads = (tx: Tx): Promise<OpenLoad[]> => countOpenByOwner(tx, null);

/** The newest tickets within the reach of the transaction with the customer's first words. */
export const latestTickets = (tx: Tx, limit: number): Promise<(TicketRow & { content: string })[]> =>
  selectLatest(tx, limit);

export const ticketFollowers = (tx: Tx, ticketId: string): Promise<string[]> => followersOf(tx, ticketId);

export const ticketCategories = findCategories;

registerOpenWork(countOpenIn);
registerLoadCounter(
  async (tx, people) => new Map((await countOpenByOwner(tx, people)).map((row) => [row.ownerId, row.open])),
);

const seenIds: LiveTopic['visible'] = async (app, actor, ids) =>
  may(actor, 'ticket.read') ? app.db.read(actor.reach, (tx) => visibleIds(tx, ids, seesSpam(actor))) : [];

export const ticketModule: ServerModule = {
  name: 'ticket',
  permissions: [
    'ticket.read',
    'ticket.reply',
    'ticket.note',
    'ticket.transition',
    'ticket.assign',
    'ticket.classify',
    'ticket.archive',
    'spam.manage',
    'rule.manage',
    'instance.manage',
  ],
  routes: [...servedRoutes, ...fieldRoutes],
  subscribers: [indexSearch, followCustomer],
  jobs: [sweepAttachments, indexFieldJob],
  live: [
    { topic: 'ticket', events: ticketEventNames, visible: seenIds },
    { topic: presenceTopic, events: [], visible: seenIds },
    {
      topic: 'custom-fields',
      events: fieldEventNames,
      visible: async (_app, actor, ids) => (may(actor, 'ticket.read') ? ids : []),
    },
  ],
  start: startFieldCache,
  refresh: refreshFields,
  stop: (app) => Promise.resolve(stopFieldCache(app)),
};
