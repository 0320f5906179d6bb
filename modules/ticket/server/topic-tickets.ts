import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketFilter } from '../contract.ts';

/** A topic as a list asks for it; days of Asia/Shanghai, both included. */
export type AskedTopic = { readonly id: string; readonly days: readonly [from: string, to: string] | null };

/** What is known of a topic within an actor's reach; null where it does not exist for him. */
export type TopicReader = {
  label(tx: Tx, actor: Actor, id: string): Promise<string | null>;
  /** Sequence numbers of its tickets. */
  seqs(tx: Tx, actor: Actor, asked: AskedTopic): Promise<readonly number[] | null>;
};

let known: TopicReader | null = null;

/** Told by the module that finds topics, which stands above this one: any list can be narrowed to one of them. */
export const registerTopicReader = (reader: TopicReader): void => {
  known = reader;
};

const daysOf = (days: string | undefined): AskedTopic['days'] => {
  const [from, to] = days?.split('..') ?? [];
  return from === undefined || to === undefined ? null : [from, to];
};

/** Undefined where no topic is asked for; of one that is not there for the reader, no ticket. */
export const seqsOfTopic = async (
  tx: Tx,
  actor: Actor,
  { topic, topicDays }: Pick<TicketFilter, 'topic' | 'topicDays'>,
): Promise<readonly number[] | undefined> =>
  topic === undefined ? undefined : ((await known?.seqs(tx, actor, { id: topic, days: daysOf(topicDays) })) ?? []);

export const topicLabel = async (tx: Tx, actor: Actor, id: string): Promise<{ label: string }> => {
  const label = (await known?.label(tx, actor, id)) ?? null;
  if (label === null) throw notFound('topic');
  return { label };
};
