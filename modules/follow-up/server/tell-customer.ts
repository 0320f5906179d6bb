import { contactsOf } from '#modules/customer/server/index.ts';
import { queueNotices, type NewNotice } from '#modules/channel/server/index.ts';
import type { NoticeKey, TemplateData } from '#modules/knowledge/contract.ts';
import { openNoticeBook } from '#modules/knowledge/server/index.ts';
import {
  formatTicketNumber,
  publicView,
  ticketsByIds,
  trackingUrl,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { chooseNotices, toldEvents, type Occasion } from './choose-notices.ts';
import { makeCalls } from './call-back/make-calls.ts';
import { inviteAll, setByPhone } from './follow-up.queries.ts';
import { surveyUrl } from './survey-link.ts';

export type Telling = { key: NoticeKey; ticket: TicketRow; onceKey: string; surveyId?: string | undefined };

const carriesReply: readonly NoticeKey[] = ['replied', 'answered', 'declined'];

type LastReply = { id: string; body: string };

/** What the company said last; a reply without words (files only) still has to say something. */
const lastReplyOf = async (tx: Tx, app: App, ticketId: string): Promise<LastReply | null> =>
  (await publicView(tx, app, ticketId)).messages.findLast((message) => message.from === 'company') ?? null;

const replyText = (app: App, reply: LastReply | null, locale: Locale): string =>
  reply?.body || (app.texts.find('follow-up', 'notice.filesOnly', locale) ?? '');

const nameFor = (app: App, name: string, locale: Locale): string =>
  name || (app.texts.find('follow-up', 'notice.someone', locale) ?? '');

/** Puts each telling into the customer's language and queues it. */
export const tell = async (tx: Tx, app: App, tellings: readonly Telling[]): Promise<void> => {
  if (tellings.length === 0) return;
  const book = await openNoticeBook(tx);
  const companyName = await readCompanyName(tx);
  const customers = tellings.flatMap(({ ticket }) => (ticket.customerId === null ? [] : [ticket.customerId]));
  const contacts = await contactsOf(tx, [...new Set(customers)]);
  const notices: NewNotice[] = [];
  for (const { key, ticket, onceKey, surveyId } of tellings) {
    const contact = ticket.customerId === null ? undefined : contacts.get(ticket.customerId);
    const { locale } = ticket;
    const reply = carriesReply.includes(key) ? await lastReplyOf(tx, app, ticket.id) : null;
    const data: TemplateData = {
      number: formatTicketNumber(ticket.number),
      customerName: nameFor(app, contact?.name || ticket.customerName, locale),
      trackingUrl: trackingUrl(app, ticket.id),
      companyName,
      surveyUrl: surveyId === undefined ? trackingUrl(app, ticket.id) : surveyUrl(app, surveyId),
      reply: replyText(app, reply, locale),
    };
    const text = book.text(key, locale, data);
    if (!text) continue;
    const { id: ticketId, number, customerId, departmentId } = ticket;
    const of = { ticketId, number, customerId, departmentId, messageId: reply?.id ?? null };
    notices.push({ ...of, templateKey: key, address: contact?.email, ...text, onceKey });
  }
  await queueNotices(tx, app, notices);
};

/** An answered case asks its customer to rate; the invitation exists before the notice that carries its link. */
const invite = async (tx: Tx, app: App, tickets: readonly TicketRow[]): Promise<Map<string, string>> => {
  if (tickets.length === 0) return new Map();
  const at = app.clock.now();
  const rows = await inviteAll(
    tx,
    tickets.map((ticket) => ({ id: newId(at), ticketId: ticket.id, round: ticket.reopenCount, at })),
  );
  const rounds = new Map(tickets.map((ticket) => [ticket.id, ticket.reopenCount]));
  return new Map(rows.filter((row) => rounds.get(row.ticketId) === row.round).map((row) => [row.ticketId, row.id]));
};

/** Has customers called where a rule asks for it; returns the tickets whose customers are asked by phone only. */
const callAnswered = async (
  tx: Tx,
  app: App,
  tickets: readonly TicketRow[],
  surveys: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> => {
  const made = await makeCalls(
    tx,
    app,
    'answered',
    tickets.flatMap((ticket) => {
      const surveyId = surveys.get(ticket.id);
      return surveyId === undefined ? [] : [{ ticket, surveyId, round: ticket.reopenCount }];
    }),
  );
  const instead = made.filter((call) => call.instead);
  await setByPhone(
    tx,
    instead.map((call) => call.surveyId).filter((id) => id !== null),
    true,
  );
  return new Set(instead.map((call) => call.ticketId));
};

const isAboutNow = ({ key }: Occasion, ticket: TicketRow): boolean =>
  key !== 'answered' || ticket.state === 'awaiting' || ticket.state === 'closed';

/** Tells customers what happened to their cases, each once per occasion. */
export const tellCustomer: Subscriber = {
  name: 'follow-up.tell_customer',
  events: toldEvents,
  async handle(app, tx, events) {
    const occasions = chooseNotices(events);
    const tickets = new Map(
      (await ticketsByIds(tx, [...new Set(occasions.map((one) => one.ticketId))])).map((row) => [row.id, row]),
    );
    const answered = events.flatMap((event) => {
      const ticket = event.name === 'ticket.answered' ? tickets.get(event.subjectId) : undefined;
      return ticket && isAboutNow({ key: 'answered', ticketId: ticket.id, eventId: event.id }, ticket) ? [ticket] : [];
    });
    const surveys = await invite(tx, app, [...new Set(answered)]);
    const byPhone = await callAnswered(tx, app, [...new Set(answered)], surveys);
    const tellings = occasions.flatMap((occasion): Telling[] => {
      const ticket = tickets.get(occasion.ticketId);
      if (!ticket || ticket.state === 'spam' || !isAboutNow(occasion, ticket)) return [];
      const onceKey = `${occasion.eventId}:${occasion.key}`;
      return [
        { key: occasion.key, ticket, onceKey, surveyId: byPhone.has(ticket.id) ? undefined : surveys.get(ticket.id) },
      ];
    });
    await tell(tx, app, tellings);
  },
};
