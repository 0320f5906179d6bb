import type { NewEvent } from '#platform/server/events/event.ts';
import type { Actor } from '#platform/server/session/actor.ts';

/** Subject is always the ticket: its thread tells them. Data holds ids and keys, never words of people. */
export const resolveEventNames = [
  'resolve.compensation_changed',
  'resolve.compensation_asked',
  'resolve.compensation_approved',
  'resolve.compensation_rejected',
  'resolve.compensation_paid',
  'resolve.step_waits',
  'resolve.step_refused',
  'resolve.emergency_called',
  'resolve.emergency_changed',
  'resolve.emergency_ended',
  'resolve.emergency_late',
  'resolve.option_chosen',
  'resolve.options_changed',
  'resolve.verdict_given',
  'resolve.verdict_appealed',
  'resolve.verdict_answered',
  'resolve.auto_answered',
  'resolve.auto_reviewed',
  'resolve.flow_bound',
  'resolve.flow_step',
  'resolve.flow_ticked',
  'resolve.flow_unticked',
  'resolve.flow_waits',
  'resolve.flow_agreed',
  'resolve.flow_refused',
  'resolve.flow_done',
  'resolve.flow_moved',
  'resolve.flow_near',
  'resolve.flow_late',
] as const;
export type ResolveEventName = (typeof resolveEventNames)[number];

export const resolveEvent = (
  name: ResolveEventName,
  ticketId: string,
  actor: Pick<Actor, 'kind' | 'id' | 'name'>,
  at: Date,
  data: Record<string, string | number | boolean> = {},
): NewEvent => ({ name, subjectId: ticketId, actor, at, data });
