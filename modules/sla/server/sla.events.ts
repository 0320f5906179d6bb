import type { NewEvent } from '#platform/server/events/event.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import type { Fired } from './clock.queries.ts';

/** Subject of every event here is the ticket, so that they stand in its timeline. */
const fired = (name: NewEvent['name'], one: Fired, at: Date, more: object = {}): NewEvent => ({
  name,
  subjectId: one.ticketId,
  actor: systemActor,
  at,
  data: { clock: one.clock, dueAt: one.dueAt.toISOString(), departmentId: one.departmentId, ...more },
});

export const slaBreached = (one: Fired, at: Date): NewEvent => fired('sla.breached', one, at);

/** `part`: hundredths of the time that are used. */
export const slaWarned = (one: Fired, part: number, at: Date): NewEvent => fired('sla.warned', one, at, { part });

/** `step` 1 tells the department's own supervisor, 2 the one above, and so on. */
export const slaEscalated = (one: Fired, step: number, part: number, at: Date): NewEvent =>
  fired('sla.escalated', one, at, { step, part });

export const slaSilent = (one: Fired, hours: number, at: Date): NewEvent => fired('sla.silent', one, at, { hours });

const byPerson = (
  name: NewEvent['name'],
  ticketId: string,
  actor: Actor,
  at: Date,
  data: NewEvent['data'],
): NewEvent => ({
  name,
  subjectId: ticketId,
  actor,
  at,
  data,
});

export const slaPaused = (
  ticketId: string,
  actor: Actor,
  reason: string,
  clocks: readonly string[],
  at: Date,
): NewEvent => byPerson('sla.paused', ticketId, actor, at, { reason, clocks });

export const slaResumed = (ticketId: string, actor: Actor, clocks: readonly string[], at: Date): NewEvent =>
  byPerson('sla.resumed', ticketId, actor, at, { clocks });

export type Extended = {
  extensionId: string;
  clock: string;
  oldDueAt: Date;
  newDueAt: Date;
  departmentId: string;
  /** In the words of who asked. */
  reason: string;
  askedBy: string | null;
};

export const slaExtension = (
  what: 'asked' | 'extended' | 'refused' | 'withdrawn' | 'lapsed',
  ticketId: string,
  actor: Actor,
  one: Extended,
  at: Date,
): NewEvent =>
  byPerson(what === 'extended' ? 'sla.extended' : `sla.extension_${what}`, ticketId, actor, at, {
    ...one,
    oldDueAt: one.oldDueAt.toISOString(),
    newDueAt: one.newDueAt.toISOString(),
  });

/** A notice came in or a rule of the calendar changed: the due time is another one. */
export const slaRecomputed = (ticketId: string, clock: string, oldDueAt: Date, newDueAt: Date, at: Date): NewEvent =>
  byPerson('sla.recomputed', ticketId, systemActor, at, {
    clock,
    oldDueAt: oldDueAt.toISOString(),
    newDueAt: newDueAt.toISOString(),
  });
