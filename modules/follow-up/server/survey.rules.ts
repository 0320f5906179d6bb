import type { TicketState } from '#modules/ticket/contract.ts';

/** Pure decisions about invitations to rate. */

/** After this long without an answer a case counts as settled. */
export const answerDays = 7;
/** After this long without an answer the customer is reminded once. */
export const reminderDays = 3;

const rated: readonly TicketState[] = ['awaiting', 'closed'];

type Invited = { round: number; answeredAt: Date | null };
type Case = { state: TicketState; reopenCount: number };

export const surveyState = (survey: Invited, ticket: Case): 'open' | 'answered' | 'over' => {
  if (survey.answeredAt !== null) return 'answered';
  return ticket.reopenCount === survey.round && rated.includes(ticket.state) ? 'open' : 'over';
};

/**
 * What the nightly job does about an invitation nobody has answered. While a call is to be made nothing is closed; and
 * who is asked by phone is not reminded of a link that he never got.
 */
export const nightlyStep = (
  survey: Invited & { invitedAt: Date; remindedAt: Date | null; byPhone: boolean },
  ticket: Case | undefined,
  now: Date,
  callWaits = false,
): 'end' | 'close' | 'remind' | 'wait' => {
  if (!ticket || surveyState(survey, ticket) !== 'open' || ticket.state === 'closed') return 'end';
  const days = (now.getTime() - survey.invitedAt.getTime()) / 86_400_000;
  if (days >= answerDays) return callWaits ? 'wait' : 'close';
  return days >= reminderDays && survey.remindedAt === null && !survey.byPhone ? 'remind' : 'wait';
};
