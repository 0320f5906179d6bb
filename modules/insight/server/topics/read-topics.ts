import { departmentDirectory } from '#modules/staff/server/index.ts';
import { readSayings, ticketCategories, ticketsByIds, type Saying } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import { maskInText } from '#platform/server/text/mask.ts';
import type { Topic, TopicDetail, TopicList, TopicSort, TopicTicket } from '../../contract/topics.ts';
import { placesOf } from '../places.ts';
import { runView } from './run-view.ts';
import { latestRun } from './topic-runs.queries.ts';
import { allTopics, mergedInto, topicById, type Centre } from './topic-rows.queries.ts';
import { spanOf, stepsOf, type Asked, type DaySpan } from './topic-span.ts';
import {
  countSorted,
  countTopics,
  daysOf,
  productsByTicket,
  slicesOf,
  sparkOf,
  ticketsOfTopic,
  typicalOf,
  type Slice,
  type TopicCount,
} from './topics.queries.ts';

export type Scope = Asked & { department?: string | undefined };
export const mayChange = (actor: Actor): boolean => may(actor, 'ticket.classify');

const views = async (
  tx: Tx,
  counts: readonly TopicCount[],
  span: DaySpan,
  places: readonly string[] | null,
): Promise<Topic[]> => {
  const steps = stepsOf(span);
  const lines = new Map(counts.map((one) => [one.id, Array.from({ length: steps }, () => 0)]));
  for (const { id, step, count } of await sparkOf(tx, [...lines.keys()], span, places, steps)) {
    const line = lines.get(id);
    if (line && step >= 0 && step < steps) line[step] = count;
  }
  return counts.map((one) => ({
    id: one.id,
    label: one.label,
    named: one.named,
    pinned: one.pinned,
    size: one.size,
    previous: span.previous === null ? null : one.previous,
    isNew: one.isNew && span.previous !== null,
    people: one.people,
    votes: one.votes,
    places: one.places.slice(0, 3),
    firstAt: one.firstAt?.toISOString() ?? null,
    lastAt: one.lastAt?.toISOString() ?? null,
    spark: lines.get(one.id) ?? [],
  }));
};

export const readTopics = (
  app: App,
  actor: Actor,
  query: Scope & { sort: TopicSort; limit: number },
): Promise<TopicList> => {
  const places = placesOf(app, actor, query.department);
  return app.db.search(actor.reach, async (tx) => {
    const span = await spanOf(tx, query, app.clock.now());
    const counts = await countTopics(tx, span, places, query.sort, query.limit);
    const run = await latestRun(tx);
    return {
      from: span.first,
      to: span.last,
      tickets: await countSorted(tx, span, places),
      topics: await views(tx, counts, span, places),
      run: run && runView(run),
      abilities: { change: mayChange(actor) },
    };
  });
};

const exampleCount = 5;
const readCount = 400;
const excerptLength = 160;
const mostNames = 6;

/** The part of a text in which a word of the topic stands first, so that the reader sees why it is here. */
export const excerptOf = (text: string, words: readonly string[]): string => {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const places = words.map((word) => flat.indexOf(word)).filter((at) => at >= 0);
  const at = places.length === 0 ? 0 : Math.min(...places);
  const from = Math.max(0, at - 30);
  const part = flat.slice(from, from + excerptLength);
  return `${from > 0 ? '…' : ''}${part}${from + excerptLength < flat.length ? '…' : ''}`;
};

const topNames = (names: readonly string[]): { name: string; count: number }[] => {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostNames)
    .map(([name, count]) => ({ name, count }));
};

export const productOf = (fields: Readonly<Record<string, unknown>>): string => {
  const product = fields['product'];
  return typeof product === 'string' ? product.slice(0, 60) : '';
};

const clearShare = 0.4;
const clearLift = 1.5;
const mostCauses = 4;

/** What stands out: most of the topic has it, and clearly more than all topics together. */
export const causesOf = (slices: readonly Slice[], size: number, all: number) =>
  slices
    .map((slice) => ({ ...slice, share: slice.own / Math.max(1, size), usual: slice.all / Math.max(1, all) }))
    .filter((slice) => slice.share >= clearShare && slice.share >= slice.usual * clearLift)
    .sort((a, b) => b.share / b.usual - a.share / a.usual)
    .slice(0, mostCauses);

export const likenessOf = (a: Centre, b: Centre): number => {
  const weights = new Map(a.map(({ term, weight }) => [term, weight]));
  const length = (centre: Centre): number => Math.sqrt(centre.reduce((sum, { weight }) => sum + weight * weight, 0));
  const dot = b.reduce((sum, { term, weight }) => sum + weight * (weights.get(term) ?? 0), 0);
  return dot === 0 ? 0 : dot / (length(a) * length(b));
};

const similarFrom = 0.08;

const similarTopics = async (tx: Tx, id: string, centre: Centre, span: DaySpan, places: readonly string[] | null) => {
  const sizes = new Map((await countTopics(tx, span, places, 'size', 200)).map((one) => [one.id, one.size]));
  return (await allTopics(tx))
    .filter((other) => other.id !== id && other.mergedInto === null && sizes.has(other.id))
    .map((other) => ({
      id: other.id,
      label: other.label,
      likeness: likenessOf(centre, other.centre),
      size: sizes.get(other.id) ?? 0,
    }))
    .filter((other) => other.likeness >= similarFrom)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 3);
};

const namesOf = async (tx: Tx, app: App) => {
  const categories = new Map((await ticketCategories(tx)).map((one) => [one.key, one]));
  const directory = departmentDirectory(app);
  return ({ dimension, key }: Slice): { name: string; nameEn: string } => {
    if (dimension === 'category') return categories.get(key) ?? { name: key, nameEn: '' };
    if (dimension === 'department') return directory.department(key) ?? { name: '', nameEn: '' };
    return { name: key, nameEn: '' };
  };
};

const placesNamed = (sayings: readonly Saying[], places: readonly string[]) =>
  places
    .map((name) => ({
      name,
      count: sayings.filter((one) => one.subject.includes(name) || one.body.includes(name)).length,
    }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostNames);

/** A topic of which the actor reaches no ticket does not exist for him. */
export const accessTopic = async (
  tx: Tx,
  id: string,
  span: DaySpan,
  places: readonly string[] | null,
): Promise<TopicCount> => {
  const [found] = await countTopics(tx, span, places, 'size', 1, id);
  if (!found) throw notFound('topic');
  return found;
};

export const readTopicFor = (app: App, actor: Actor, id: string, query: Scope): Promise<TopicDetail> => {
  const places = placesOf(app, actor, query.department);
  return app.db.search(actor.reach, async (tx) => {
    const span = await spanOf(tx, query, app.clock.now());
    const counted = await accessTopic(tx, id, span, places);
    const row = await topicById(tx, counted.id);
    if (!row) throw notFound('topic');
    const [view] = await views(tx, [counted], span, places);
    if (!view) throw notFound('topic');
    const typical = await typicalOf(tx, row.id, span, places, readCount);
    const order = new Map(typical.map((one, index) => [one, index]));
    const sayings = (await readSayings(tx, typical)).sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    const named = await productsByTicket(tx, typical);
    const nameOf = await namesOf(tx, app);
    const slices = await slicesOf(tx, row.id, span, places);
    const all = await countSorted(tx, span, places);
    return {
      ...view,
      words: row.words.slice(0, 12),
      days: (await daysOf(tx, row.id, span, places)).map((one) => ({ ...one, before: one.day < span.first })),
      placesNamed: placesNamed(sayings, row.places),
      products: topNames(sayings.flatMap((one) => [...new Set([productOf(one.fields), ...(named.get(one.id) ?? [])])])),
      regions: topNames(sayings.map((one) => one.region)),
      examples: sayings.slice(0, exampleCount).map((one) => ({
        number: one.number,
        subject: one.subject,
        // Masked before it is cut: half a number would no longer be known for one.
        text: excerptOf(maskInText(one.body || one.subject), row.words),
        region: one.region,
        saidAt: one.saidAt.toISOString(),
      })),
      causes: causesOf(slices, counted.size, all).map((slice) => ({
        dimension: slice.dimension,
        key: slice.key,
        share: slice.share,
        usual: slice.usual,
        ...(({ name, nameEn }) => ({ name, nameEn }))(nameOf(slice)),
      })),
      similar: await similarTopics(tx, row.id, row.centre, span, places),
      merged: await mergedInto(tx, row.id),
      abilities: { change: mayChange(actor) },
    };
  });
};

const positionOf = (cursor: string | undefined) => {
  const [at, id] = cursor?.split('|') ?? [];
  return at !== undefined && id !== undefined && !Number.isNaN(Date.parse(at)) ? { at, id } : null;
};

export const listTicketsOfTopic = (
  app: App,
  actor: Actor,
  id: string,
  query: Scope & { cursor?: string | undefined; limit: number },
): Promise<{ items: TopicTicket[]; nextCursor: string | null }> => {
  const places = placesOf(app, actor, query.department);
  return app.db.search(actor.reach, async (tx) => {
    const span = await spanOf(tx, query, app.clock.now());
    const rows = await ticketsOfTopic(tx, id, span, places, positionOf(query.cursor), query.limit + 1);
    const page = rows.slice(0, query.limit);
    const tickets = new Map(
      (
        await ticketsByIds(
          tx,
          page.map((row) => row.id),
        )
      ).map((one) => [one.id, one]),
    );
    const last = page.at(-1);
    return {
      items: page.flatMap(({ id: ticketId, saidAt, votes }) => {
        const ticket = tickets.get(ticketId);
        if (!ticket) return [];
        return [
          { number: ticket.number, subject: ticket.subject, state: ticket.state, saidAt: saidAt.toISOString(), votes },
        ];
      }),
      nextCursor: rows.length > query.limit && last ? `${last.saidAt.toISOString()}|${last.id}` : null,
    };
  });
};
