import type { Actor } from '../session/actor.ts';

/** Something that happened, named `noun.past_tense`. Only the noun's owner emits it. The same rows are the timeline. */
export type NewEvent = {
  readonly name: `${string}.${string}`;
  /** Id of the noun it happened to. */
  readonly subjectId: string;
  readonly actor: Pick<Actor, 'kind' | 'id' | 'name'>;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
};

export type EventRow = {
  id: number;
  xid: string;
  name: string;
  subjectId: string;
  actorKind: Actor['kind'];
  actorId: string | null;
  actorName: string;
  at: Date;
  data: Record<string, unknown>;
};

export type { Actor };
