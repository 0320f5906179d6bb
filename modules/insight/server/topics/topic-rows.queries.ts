import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';

const centreSchema = z.array(z.object({ term: z.string(), weight: z.number() }));
export type Centre = z.infer<typeof centreSchema>;

export type TopicRow = {
  id: string;
  label: string;
  named: boolean;
  pinned: boolean;
  mergedInto: string | null;
  words: string[];
  places: string[];
  centre: Centre;
};

type RawTopic = Omit<TopicRow, 'centre'> & { centre: unknown };
const columns = sql`id, label, named, pinned, merged_into as "mergedInto", words, places, centre`;
const read = (row: RawTopic): TopicRow => ({ ...row, centre: centreSchema.parse(row.centre) });

export const topicById = async (tx: Tx, id: string, lock = false): Promise<TopicRow | null> => {
  const found =
    await sql<RawTopic>`select ${columns} from insight_topic where id = ${id} ${lock ? sql`for update` : sql``}`.execute(
      tx,
    );
  return found.rows[0] ? read(found.rows[0]) : null;
};

export const allTopics = async (tx: Tx): Promise<TopicRow[]> => {
  const found = await sql<RawTopic>`select ${columns} from insight_topic order by updated_at desc limit 5000`.execute(
    tx,
  );
  return found.rows.map(read);
};

export const mergedInto = async (tx: Tx, id: string): Promise<{ id: string; label: string }[]> => {
  const found = await sql<{ id: string; label: string }>`
    select id, label from insight_topic where merged_into = ${id} order by label, id`.execute(tx);
  return found.rows;
};

/** Tickets of each topic, the newest two hundred: what tells which found topic continues it. */
export const membersOfTopics = async (tx: Tx): Promise<Map<string, string[]>> => {
  const found = await sql<{ id: string; ids: string[] }>`
    select topic.id, array_agg(member.ticket_id) as ids from insight_topic as topic cross join lateral (
      select ticket_id from insight_topic_ticket where topic_id = topic.id order by said_at desc limit 200) as member
    group by topic.id`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row.ids]));
};

export type SavedTopic = {
  id: string;
  label: string;
  words: readonly string[];
  places: readonly string[];
  centre: Centre;
};

/** Writes found topics; the name that a person gave stays. */
export const saveTopics = async (tx: Tx, topics: readonly SavedTopic[], at: Date): Promise<void> => {
  await sql`
    insert into insight_topic as topic (id, label, words, places, centre, created_at, updated_at)
    select id, label, array(select jsonb_array_elements_text(words)), array(select jsonb_array_elements_text(places)), centre, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(topics)}::jsonb) as row (id uuid, label text, words jsonb, places jsonb, centre jsonb)
    on conflict (id) do update set label = case when topic.named then topic.label else excluded.label end,
      words = excluded.words, places = excluded.places, centre = excluded.centre, updated_at = excluded.updated_at`.execute(
    tx,
  );
};

export type TopicTicketRow = {
  ticket_id: string;
  topic_id: string;
  rank: number;
  said_at: string;
  department_id: string;
  speaker: string;
  category_key: string;
  region: string;
  product: string;
  channel: string;
  votes: number;
};

/** Puts the tickets of a span where they were found now; what a person placed stays, and is refreshed by nobody. */
export const replaceTickets = async (
  tx: Tx,
  from: Date,
  until: Date,
  rows: readonly TopicTicketRow[],
): Promise<void> => {
  await sql`delete from insight_topic_ticket where said_at >= ${from} and said_at < ${until} and not placed`.execute(
    tx,
  );
  for (let start = 0; start < rows.length; start += 2000) {
    await sql`
      insert into insight_topic_ticket (ticket_id, topic_id, rank, said_at, department_id, speaker, category_key, region, product, channel, votes)
      select ticket_id, topic_id, rank, said_at, department_id, speaker, category_key, region, product, channel, votes
      from jsonb_to_recordset(${JSON.stringify(rows.slice(start, start + 2000))}::jsonb) as row (ticket_id uuid, topic_id uuid, rank int,
        said_at timestamptz, department_id uuid, speaker text, category_key text, region text, product text, channel text, votes int)
      on conflict (ticket_id) do nothing`.execute(tx);
  }
};

/** Merges and runs take turns: each looks at several topics, and two that cross would wait for each other or make a chain. */
export const lockTopics = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('huiyin.insight.topics'))`.execute(tx);
};

/** Topics that nobody speaks of any more, nobody named, pinned or merged. */
export const dropEmptyTopics = async (tx: Tx): Promise<void> => {
  await sql`delete from insight_topic as topic where not named and not pinned and merged_into is null
    and not exists (select 1 from insight_topic_ticket where topic_id = topic.id)
    and not exists (select 1 from insight_topic as part where part.merged_into = topic.id)`.execute(tx);
};

export const setTopic = async (
  tx: Tx,
  id: string,
  to: { label: string; named: boolean; pinned: boolean },
): Promise<void> => {
  await sql`update insight_topic set label = ${to.label}, named = ${to.named}, pinned = ${to.pinned} where id = ${id}`.execute(
    tx,
  );
};

/** Merges a topic, and what was merged into it, into another one. */
export const setMerged = async (tx: Tx, id: string, into: string): Promise<void> => {
  await sql`update insight_topic set merged_into = ${into} where id = ${id} or merged_into = ${id}`.execute(tx);
};

export const clearMerged = async (tx: Tx, id: string): Promise<void> => {
  await sql`update insight_topic set merged_into = null where id = ${id}`.execute(tx);
};

/** Moves tickets into a topic for good; how many of them lay in the other one. */
export const placeTickets = async (tx: Tx, ids: readonly string[], from: string, to: string): Promise<number> => {
  const done = await sql`update insight_topic_ticket set topic_id = ${to}, placed = true
    where ticket_id = any (${[...ids]}::uuid[]) and topic_id in (select id from insight_topic where id = ${from} or merged_into = ${from})`.execute(
    tx,
  );
  return Number(done.numAffectedRows ?? 0);
};

/** The department as it is now, and spam out: what decides who counts a ticket. */
export const refreshPlaces = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await sql`update insight_topic_ticket as row set department_id = fact.department_id from ticket_fact as fact
    where fact.id = row.ticket_id and row.ticket_id = any (${[...ids]}::uuid[]) and row.department_id <> fact.department_id`.execute(
    tx,
  );
  await sql`delete from insight_topic_ticket as row using ticket_fact as fact
    where fact.id = row.ticket_id and row.ticket_id = any (${[...ids]}::uuid[]) and fact.state = 'spam'`.execute(tx);
};
