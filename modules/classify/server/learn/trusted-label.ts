import type { TicketInWords } from '#modules/ticket/server/index.ts';
import type { LearnedField } from '../../contract.ts';
import { namedCategory, type CategoryPlaces } from './model-cache.ts';

/** Fields of a ticket that a person corrected or confirmed. */
export type Judged = ReadonlySet<LearnedField>;

type Ticket = Pick<
  TicketInWords,
  'state' | 'kind' | 'categoryKey' | 'level' | 'sentiment' | 'departmentId' | 'unsure' | 'firstReplyAt' | 'fields'
>;

/** Somebody read it, answered and brought it to an end: what stands on it then was seen and left. */
const wasHandled = (ticket: Ticket): boolean =>
  (ticket.state === 'closed' || ticket.state === 'archived') && ticket.firstReplyAt !== null;

const categoryLabel = (ticket: Ticket, judged: Judged, places: CategoryPlaces): string | undefined => {
  const given = namedCategory(places, ticket.fields['category']);
  const trusted = judged.has('category') || given === ticket.categoryKey || (wasHandled(ticket) && !ticket.unsure);
  const label = trusted ? ticket.categoryKey : given;
  return label !== null && label !== undefined && places.open.has(label) ? label : undefined;
};

/** Spam is known by a person's hand only: his quarantine, his restoring, or his answer. */
const spamLabel = (ticket: Ticket, judged: Judged): string | undefined => {
  if (ticket.state === 'spam') return judged.has('spam') ? 'spam' : undefined;
  return judged.has('spam') || wasHandled(ticket) ? 'ham' : undefined;
};

/**
 * The label of a field that may be learned from, or undefined. Trusted is what a person corrected or confirmed, what a
 * file of history brought along, and what a person left as it was while he handled the ticket to its end. What a rule
 * or model said of a ticket that nobody has handled yet is not: a model fed with its own guesses grows sure of them.
 */
export const trustedLabel = (
  field: LearnedField,
  ticket: Ticket,
  judged: Judged,
  places: CategoryPlaces,
): string | undefined => {
  if (field === 'spam') return spamLabel(ticket, judged);
  // Advertising teaches nothing about matters.
  if (ticket.state === 'spam') return undefined;
  if (field === 'category') return categoryLabel(ticket, judged, places);
  if (!judged.has(field) && !wasHandled(ticket)) return undefined;
  if (field === 'kind') return ticket.kind;
  if (field === 'level') return String(ticket.level);
  if (field === 'department') return ticket.departmentId;
  // Nobody looks at the mood while handling: only a person's correction counts.
  return judged.has('sentiment') ? String(Math.sign(ticket.sentiment)) : undefined;
};
