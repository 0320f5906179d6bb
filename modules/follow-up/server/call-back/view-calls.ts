import { contactsOf } from '#modules/customer/server/index.ts';
import { fillTemplate } from '#modules/knowledge/contract.ts';
import { replyTemplate } from '#modules/knowledge/server/index.ts';
import { departmentDirectory, peopleByIds } from '#modules/staff/server/index.ts';
import {
  formatTicketNumber,
  publicView,
  ticketCategories,
  ticketsByIds,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { maskPhone } from '#platform/server/text/mask.ts';
import type { CallBackAttempt, CallBackRow, CallBackView } from '../../contract/call-back.ts';
import { surveyById } from '../follow-up.queries.ts';
import { surveyState } from '../survey.rules.ts';
import { abilitiesOf, isHeld } from './call-back.access.ts';
import { attemptsOf, type AttemptRow, type CallRow } from './call-back.queries.ts';

type Names = {
  person(id: string | null): string;
  department(id: string): string;
  category(key: string | null): string;
};

const namesFor = async (tx: Tx, app: App, actor: Actor, people: readonly (string | null)[]): Promise<Names> => {
  const english = actor.locale === 'en';
  const ids = [...new Set(people.filter((id) => id !== null))];
  const persons = new Map((await peopleByIds(tx, ids)).map((person) => [person.id, person.displayName]));
  const categories = new Map((await ticketCategories(tx)).map((one) => [one.key, one]));
  const inTongue = (one: { name: string; nameEn: string } | undefined): string =>
    one ? (english && one.nameEn !== '' ? one.nameEn : one.name) : '';
  return {
    person: (id) => (id === null ? '' : (persons.get(id) ?? '')),
    department: (id) => inTongue(departmentDirectory(app).department(id)),
    category: (key) => (key === null ? '' : inTongue(categories.get(key)) || key),
  };
};

const attemptView = (row: AttemptRow, names: Names): CallBackAttempt => ({
  no: row.no,
  at: row.at.toISOString(),
  by: names.person(row.personId),
  outcome: row.outcome,
  score: row.score,
  note: row.note,
  nextAt: row.nextAt?.toISOString() ?? null,
});

export type RowWithHistory = CallBackRow & { history: CallBackAttempt[] };

/** Rows as they are shown; those whose ticket the transaction does not reach are left out. */
export const viewCalls = async (
  tx: Tx,
  app: App,
  actor: Actor,
  calls: readonly CallRow[],
): Promise<RowWithHistory[]> => {
  const now = app.clock.now();
  const tickets = new Map(
    (
      await ticketsByIds(
        tx,
        calls.map((call) => call.ticketId),
      )
    ).map((row) => [row.id, row]),
  );
  const customers = [...tickets.values()].flatMap((ticket) => (ticket.customerId === null ? [] : [ticket.customerId]));
  const contacts = await contactsOf(tx, [...new Set(customers)]);
  const attempts = Map.groupBy(
    await attemptsOf(
      tx,
      calls.map((call) => call.id),
    ),
    (row) => row.callId,
  );
  const people = [
    ...calls.flatMap((call) => [call.ownerId, call.claimedBy]),
    ...[...attempts.values()].flat().map((row) => row.personId),
  ];
  const names = await namesFor(tx, app, actor, people);
  return calls.flatMap((call): RowWithHistory[] => {
    const ticket = tickets.get(call.ticketId);
    if (!ticket) return [];
    const phone = ticket.customerId === null ? undefined : contacts.get(ticket.customerId)?.phone;
    return [
      {
        id: call.id,
        number: ticket.number,
        subject: ticket.subject,
        kind: ticket.kind,
        level: ticket.level,
        categoryKey: ticket.categoryKey,
        categoryName: names.category(ticket.categoryKey),
        customer: {
          id: ticket.customerId,
          name: ticket.customerName,
          maskedPhone: phone === undefined ? null : maskPhone(phone.replace(/^\+86(?=1)/, '')),
        },
        departmentId: ticket.departmentId,
        department: names.department(ticket.departmentId),
        owner: names.person(ticket.ownerId),
        occasion: call.occasion,
        note: call.note,
        dueAt: call.dueAt.toISOString(),
        state: call.state,
        endedAs: call.endedAs,
        endedAt: call.endedAt?.toISOString() ?? null,
        attempts: call.attempts,
        mostAttempts: call.mostAttempts,
        claimedBy:
          call.state === 'waiting' && call.claimedBy !== null && isHeld(call, now)
            ? { id: call.claimedBy, name: names.person(call.claimedBy) }
            : null,
        abilities: abilitiesOf(actor, call, ticket, now),
        history: (attempts.get(call.id) ?? []).map((row) => attemptView(row, names)),
      },
    ];
  });
};

/** The words of the rule's template in the customer's language, or those that are shipped. */
const scriptOf = async (tx: Tx, app: App, call: CallRow, ticket: TicketRow, reply: string): Promise<string> => {
  const contact =
    ticket.customerId === null ? undefined : (await contactsOf(tx, [ticket.customerId])).get(ticket.customerId);
  const locale = contact?.locale ?? 'zh-CN';
  const template = call.templateId === null ? null : await replyTemplate(tx, call.templateId);
  const own = template && (locale === 'en' ? template.bodyEn || template.body : template.body);
  const data = {
    number: formatTicketNumber(ticket.number),
    customerName: contact?.name || ticket.customerName || (app.texts.find('follow-up', 'notice.someone', locale) ?? ''),
    companyName: await readCompanyName(tx),
    reply,
  };
  if (own) return fillTemplate(own, data);
  return app.texts.find('follow-up', `call.script.${call.occasion}`, locale, data) ?? '';
};

/** Whether the invitation of the call may still be answered: by link or on the phone, once. */
export const openSurveyOf = async (tx: Tx, call: CallRow, ticket: TicketRow, lock = false) => {
  const survey = call.surveyId === null ? null : await surveyById(tx, call.surveyId, lock);
  return survey && surveyState(survey, ticket) === 'open' ? survey : null;
};

export const viewCall = async (
  tx: Tx,
  app: App,
  actor: Actor,
  call: CallRow,
  ticket: TicketRow,
): Promise<CallBackView> => {
  const [row] = await viewCalls(tx, app, actor, [call]);
  if (!row) throw new Error('a call was shown without its ticket');
  const shown = await publicView(tx, app, ticket.id);
  const lastReply = shown.messages.findLast((message) => message.from === 'company')?.body ?? '';
  return {
    ...row,
    script: await scriptOf(tx, app, call, ticket, lastReply),
    lastReply,
    asksScore: call.state === 'waiting' && (await openSurveyOf(tx, call, ticket)) !== null,
  };
};
