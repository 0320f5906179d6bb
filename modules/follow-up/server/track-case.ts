import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { noticesOf } from '#modules/channel/server/index.ts';
import { openStates, type AttachmentView, type TicketState } from '#modules/ticket/contract.ts';
import {
  addMessage,
  addTasks,
  keepAttachment,
  publicView,
  ticketsByIds,
  transitionTicket,
  urgeByCustomer,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { isUniqueViolation } from '#platform/server/database/faults.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { storeFile } from '#platform/server/files/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { lowScoreHours, type TrackingView, type writeTracking } from '../contract.ts';
import { customerActor } from './customer-actor.ts';
import { accessByTrackingToken } from './follow-up.access.ts';
import { surveysOf } from './follow-up.queries.ts';
import { surveyToken } from './survey-link.ts';
import { surveyState } from './survey.rules.ts';

const mayReopen: readonly TicketState[] = ['awaiting', 'closed'];
const isOpen = (state: TicketState): boolean => openStates.some((open) => open === state);

const abilitiesOf = ({ state }: TicketRow): TrackingView['abilities'] => ({
  // A quarantined case looks like any new one.
  write: state !== 'archived',
  unsolved: mayReopen.includes(state),
  urge: isOpen(state) && state !== 'awaiting',
});

export const viewTracking = (app: App, token: string): Promise<TrackingView> =>
  app.db.read(everything, async (tx) => {
    const ticket = await accessByTrackingToken(tx, app, token);
    const survey = (await surveysOf(tx, [ticket.id])).find(
      (one) => surveyState(one, ticket) === 'open' && !one.byPhone,
    );
    const notices = (await noticesOf(tx, ticket.id)).filter((one) => one.messageId === null && one.state === 'shown');
    return {
      ticket: await publicView(tx, app, ticket.id),
      companyName: await readCompanyName(tx),
      notices: notices.map(({ id, subject, body, at }) => ({ id, subject, body, at: at.toISOString() })),
      surveyPath: survey ? `/s/${surveyToken(app, survey.id)}` : null,
      abilities: abilitiesOf(ticket),
      uploadLimitBytes: app.config.uploadLimitBytes,
    };
  });

export type FurtherWord = BodyOf<typeof writeTracking> & { key: string | undefined };

/** "It is not solved" needs no words of its own, but the thread does. */
const wordsOf = (app: App, word: FurtherWord, locale: Locale): string =>
  word.body === '' && word.attachments.length === 0 && word.unsolved
    ? (app.texts.find('follow-up', 'notice.unsolvedWords', locale) ?? '')
    : word.body;

type Written = ReplyOf<typeof writeTracking>;

/**
 * A word on a closed ticket stands in no list of open work: once a day it becomes a task, so that somebody reads it. The
 * ticket is read again behind the message, which holds its row: it may have been closed in the same moment.
 */
const keepInSight = async (tx: Tx, app: App, actor: Actor, ticketId: string): Promise<void> => {
  const [ticket] = await ticketsByIds(tx, [ticketId]);
  if (ticket?.state !== 'closed') return;
  const at = app.clock.now();
  const { departmentId, ownerId } = ticket;
  const dueAt = new Date(at.getTime() + lowScoreHours * 3_600_000);
  const onceKey = `wrote_after_close:${ticket.id}:${at.toISOString().slice(0, 10)}`;
  const task = { kind: 'follow_up', titleKey: 'wrote_after_close', departmentId, ownerId, dueAt, onceKey };
  await addTasks(tx, app, [{ ...task, ticketId }], actor);
};

const writeWord = (app: App, token: string, word: FurtherWord, locale: Locale): Promise<Written> =>
  app.db.write(everything, async (tx) => {
    const ticket = await accessByTrackingToken(tx, app, token);
    if (!abilitiesOf(ticket).write) throw new Problem('follow-up.archived', 409);
    const actor = customerActor(locale, ticket.customerName);
    const message = await addMessage(tx, app, actor, ticket, {
      direction: 'in',
      body: wordsOf(app, word, locale),
      attachmentIds: word.attachments,
      clientKey: word.key === undefined ? undefined : `customer:${word.key}`,
    });
    const reopens = word.unsolved && !message.repeated && mayReopen.includes(ticket.state);
    if (reopens) await transitionTicket(tx, app, actor, ticket.id, 'reopen', { reason: 'unsolved' });
    else if (!message.repeated) await keepInSight(tx, app, actor, ticket.id);
    return { id: message.id, at: message.createdAt.toISOString(), reopened: reopens, repeated: message.repeated };
  });

/** Adds what the customer says; "not solved" opens an answered or closed case again in the same transaction. */
export const addWord = async (app: App, token: string, word: FurtherWord, locale: Locale): Promise<Written> => {
  try {
    return await writeWord(app, token, word, locale);
  } catch (error) {
    // The same key at the same moment: the other one won, and now its message is there to be found.
    if (isUniqueViolation(error)) return writeWord(app, token, word, locale);
    throw error;
  }
};

export const addFile = async (app: App, token: string, request: FastifyRequest): Promise<AttachmentView> => {
  const ticket = await app.db.read(everything, (tx) => accessByTrackingToken(tx, app, token));
  const part = await request.file();
  if (!part) throw new Problem('follow-up.file_missing', 400);
  const stored = await storeFile(part.file, {
    dataDir: app.config.dataDir,
    maxBytes: app.config.uploadLimitBytes,
    declaredName: part.filename,
    declaredType: part.mimetype,
    allow: ['image', 'audio', 'video', 'document'],
  });
  return keepAttachment(app, stored, ticket.id);
};

export const urgeCase = (app: App, token: string): Promise<{ urgeCount: number }> =>
  app.db.write(everything, async (tx) => {
    const ticket = await accessByTrackingToken(tx, app, token);
    return { urgeCount: await urgeByCustomer(tx, app, ticket.id) };
  });

const keyHeader = z.string().min(1).max(200).optional();

export const idempotencyKey = (request: FastifyRequest): string | undefined => {
  const read = keyHeader.safeParse(request.headers['idempotency-key']);
  if (!read.success) throw new Problem('follow-up.key_form', 400);
  return read.data;
};
