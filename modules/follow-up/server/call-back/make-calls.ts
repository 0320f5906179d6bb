import { contactsOf } from '#modules/customer/server/index.ts';
import { afterWorkingMinutes } from '#modules/sla/server/index.ts';
import type { TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import type { CallBackRule } from '../../contract/call-back.ts';
import { callEvent } from './call-back.events.ts';
import { insertCall, type NewCall } from './call-back.queries.ts';
import { ruleFor } from './call-back.rules.ts';
import { callRules } from './rule.queries.ts';

type Occasioned = { readonly ticket: TicketRow; readonly surveyId: string | null; readonly round: number };
type Made = { readonly ticketId: string; readonly surveyId: string | null; readonly instead: boolean };

/** Ids of customers among these who can be called. */
const withPhone = async (tx: Tx, tickets: readonly TicketRow[]): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(tickets.map((ticket) => ticket.customerId).filter((id) => id !== null))];
  if (ids.length === 0) return new Set();
  return new Set(
    [...(await contactsOf(tx, ids))].flatMap(([id, contact]) => (contact.phone === undefined ? [] : [id])),
  );
};

const newCall = (app: App, { ticket, surveyId, round }: Occasioned, rule: CallBackRule): NewCall => {
  const at = app.clock.now();
  return {
    id: newId(at),
    ticketId: ticket.id,
    departmentId: ticket.departmentId,
    ownerId: ticket.ownerId,
    occasion: rule.occasion,
    round,
    surveyId,
    note: '',
    dueAt: afterWorkingMinutes(app, at, rule.afterMinutes),
    spacingMinutes: rule.spacingMinutes,
    mostAttempts: rule.mostAttempts,
    templateId: rule.templateId,
    createdBy: null,
    createdAt: at,
  };
};

/** Calls that rules ask for; whose number nobody knows, and who waits to be called anyway, is left out. */
export const makeCalls = async (
  tx: Tx,
  app: App,
  occasion: CallBackRule['occasion'],
  many: readonly Occasioned[],
): Promise<Made[]> => {
  if (many.length === 0) return [];
  const rules = (await callRules(tx)).filter((rule) => rule.enabled && rule.occasion === occasion);
  if (rules.length === 0) return [];
  const callable = await withPhone(
    tx,
    many.map((one) => one.ticket),
  );
  const made: Made[] = [];
  for (const one of many) {
    const { ticket, surveyId } = one;
    const rule = ruleFor(rules, occasion, ticket);
    if (!rule || ticket.customerId === null || !callable.has(ticket.customerId)) continue;
    const call = newCall(app, one, rule);
    if (!(await insertCall(tx, call))) continue;
    await emit(tx, [
      callEvent('call_back.added', ticket.id, systemActor, call.createdAt, { callId: call.id, occasion }),
    ]);
    made.push({ ticketId: ticket.id, surveyId, instead: rule.instead && occasion === 'answered' });
  }
  return made;
};
