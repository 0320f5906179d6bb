import { sql } from 'kysely';
import { expect } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import type { TestApp } from '#test/app.ts';
import { settleEvents } from '#test/settle-events.ts';
import { settleFacts } from './settle-facts.job.ts';

/** Hands out all events and lets the counters come to rest. */
export const settleAll = async (test: TestApp): Promise<void> => {
  await settleEvents(test.app);
  await settleFacts(test.app);
};

const ticket = z.object({
  day: z.string(),
  hour: z.number(),
  department: z.string(),
  category: z.string().nullable(),
  kind: z.string(),
  channel: z.string(),
  state: z.string(),
  breached: z.boolean(),
  created: z.date(),
  replied: z.date().nullable(),
  answered: z.date().nullable(),
  closed: z.date().nullable(),
  closedDay: z.string().nullable(),
  rating: z.number().nullable(),
  reopened: z.number(),
});

/** Counters by name; what is nought is left out. */
export type Counters = Record<string, number>;

const rounded = (minutes: number): number =>
  minutes < 10 ? minutes : Math.round(10 * 2 ** (Math.round(6 * Math.log2(Math.min(minutes, 525_600) / 10)) / 6));

const openStates = ['new', 'verifying', 'resolving', 'replying', 'awaiting'];

const contributions = (one: z.infer<typeof ticket>): [string, number][] => {
  const place = `${one.day} ${one.department}`;
  const open = openStates.includes(one.state);
  const closed = one.closed !== null && one.answered !== null;
  const flag = (name: string, on: boolean): [string, number] => [`${place} ${name}`, on ? 1 : 0];
  const all: [string, number][] = [
    flag('opened', true),
    flag('open', open),
    flag('overdue', open && one.breached),
    flag('breached', one.breached),
    flag('replied', one.replied !== null),
    flag('asked', one.answered !== null || one.rating !== null),
    flag('rated', one.rating !== null),
    [`${place} rating_sum`, one.rating ?? 0],
    flag('concluded', one.closed !== null),
    flag('closed', closed),
    flag('closed_first', closed && one.reopened === 0),
    [`category ${place} ${one.category ?? ''}`, 1],
    [`kind ${place} ${one.kind}`, 1],
    [`channel ${place} ${one.channel}`, 1],
    [`hour ${place} ${one.hour}`, 1],
  ];
  if (one.closedDay !== null) all.push([`${one.closedDay} ${one.department} ended`, 1]);
  if (one.replied !== null) {
    const minutes = Math.floor((one.replied.getTime() - one.created.getTime()) / 60_000);
    all.push([`wait ${place} ${rounded(minutes)}`, 1]);
  }
  return all;
};

/** What the counters should say, counted one by one from the tickets. */
export const directCount = ({ app }: TestApp): Promise<Counters> =>
  app.db.read(everything, async (tx) => {
    const found = await sql`
      select (created_at at time zone 'Asia/Shanghai')::date::text as day,
        extract(hour from created_at at time zone 'Asia/Shanghai')::int as hour, department_id as department,
        category_key as category, kind, channel, state, breached, created_at as created, first_reply_at as replied,
        answered_at as answered, closed_at as closed, (closed_at at time zone 'Asia/Shanghai')::date::text as "closedDay",
        rating, reopen_count as reopened
      from ticket where state <> 'spam'`.execute(tx);
    const counters: Counters = {};
    for (const [name, value] of z.array(ticket).parse(found.rows).flatMap(contributions)) {
      if (value !== 0) counters[name] = (counters[name] ?? 0) + value;
    }
    return counters;
  });

const named = z.array(z.object({ name: z.string(), value: z.number() }));

/** What the counters do say. */
export const countersNow = ({ app }: TestApp): Promise<Counters> =>
  app.db.read(everything, async (tx) => {
    const found = await sql`
      select concat_ws(' ', day, department_id, sum.key) as name, sum.value::int8 as value
      from insight_cell cross join lateral jsonb_each_text(to_jsonb(insight_cell) - 'day' - 'department_id') as sum (key, value)
      union all select concat_ws(' ', facet, day, department_id, key), opened from insight_slice
      union all select concat_ws(' ', 'hour', day, department_id, hour), opened from insight_hour
      union all select concat_ws(' ', 'wait', day, department_id, minutes), replies from insight_wait`.execute(tx);
    return Object.fromEntries(
      named
        .parse(found.rows)
        .filter((row) => row.value !== 0)
        .map((row) => [row.name, row.value]),
    );
  });

export const expectTrueCounters = async (test: TestApp): Promise<void> => {
  expect(await countersNow(test)).toEqual(await directCount(test));
};
