import type { NewEvent } from '#platform/server/events/event.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Fired } from './sla.queries.ts';

/** Subject of every event here is the ticket, so that they stand in its timeline. */
export const slaWarned = (fired: Fired, at: Date): NewEvent => ({
  name: 'sla.warned',
  subjectId: fired.ticketId,
  actor: systemActor,
  at,
  data: { clock: fired.clock, dueAt: fired.dueAt.toISOString(), departmentId: fired.departmentId },
});

export const slaBreached = (fired: Fired, at: Date): NewEvent => ({ ...slaWarned(fired, at), name: 'sla.breached' });

export const slaPaused = (ticketId: string, actor: Actor, reason: string, at: Date): NewEvent => ({
  name: 'sla.paused',
  subjectId: ticketId,
  actor,
  at,
  data: { reason },
});

export const slaResumed = (ticketId: string, actor: Actor, at: Date): NewEvent => ({
  name: 'sla.resumed',
  subjectId: ticketId,
  actor,
  at,
  data: {},
});
