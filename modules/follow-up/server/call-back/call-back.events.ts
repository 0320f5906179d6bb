import type { NewEvent } from '#platform/server/events/event.ts';
import type { Actor } from '#platform/server/session/actor.ts';

/** Subject is always the ticket: its thread tells them. Data holds ids and keys, never words of people. */
export const callEventNames = ['call_back.added', 'call_back.reached', 'call_back.missed', 'call_back.ended'] as const;
export type CallEventName = (typeof callEventNames)[number];

export const callEvent = (
  name: CallEventName,
  ticketId: string,
  actor: Pick<Actor, 'kind' | 'id' | 'name'>,
  at: Date,
  data: Readonly<Record<string, string | number>>,
): NewEvent => ({ name, subjectId: ticketId, actor, at, data });

/** Claims leave no event: who is on the phone matters to those who look now. */
export const callTopic = 'call-back';
