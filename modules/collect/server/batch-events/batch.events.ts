import type { NewEvent } from '#platform/server/events/event.ts';
import type { Actor } from '#platform/server/session/actor.ts';

/** Subject is the event's id. */
export const batchEventNames = ['batch.opened', 'batch.changed', 'batch.closed', 'batch.progressed'] as const;
export type BatchEventName = (typeof batchEventNames)[number];

export const batchNews = (
  name: BatchEventName,
  id: string,
  actor: Pick<Actor, 'kind' | 'id' | 'name'>,
  at: Date,
): NewEvent => ({ name, subjectId: id, actor, at, data: {} });
