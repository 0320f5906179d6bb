import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { voice } from './voices.ts';

const insertTicket = {
  name: 'bench_ticket',
  text: `insert into ticket (id, seq, number, kind, level, channel, subject, state, department_id, created_at, updated_at)
         values ($1, $2, $3, 'complaint', 2, 'form', $4, 'new', $5, now(), now())`,
};
const insertMessage = {
  name: 'bench_message',
  text: `insert into ticket_message (id, ticket_id, direction, author_kind, body, channel, created_at) values ($1, $2, 'in', 'customer', $3, 'form', now())`,
};
const insertEvent = {
  name: 'bench_event',
  text: `insert into event (name, subject_id, actor_kind, at, data) values ('bench.raw', $1, 'system', now(), $2)`,
};

/**
 * What this machine and this driver can do at all: prepared BEGIN, ticket, message, event, COMMIT into the same tables,
 * over as many connections as told, for so many seconds. Returns transactions a second.
 */
export const rawLimit = async (url: string, connections: number, seconds: number, offset: number): Promise<number> => {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query("select set_config('huiyin.reach', 'all', false)");
      return client;
    }),
  );
  const department = randomUUID();
  const until = performance.now() + seconds * 1000;
  let count = 0;
  let next = offset;
  const run = async (client: pg.Client): Promise<void> => {
    while (performance.now() < until) {
      const n = next;
      next += 1;
      const id = randomUUID();
      const said = voice(n);
      await client.query('begin');
      await client.query({ ...insertTicket, values: [id, -n - 1, `r${n}`, said.content.slice(0, 40), department] });
      await client.query({ ...insertMessage, values: [randomUUID(), id, said.content] });
      await client.query({ ...insertEvent, values: [id, JSON.stringify({ number: n })] });
      await client.query('commit');
      count += 1;
    }
  };
  const began = performance.now();
  await Promise.all(clients.map(run));
  const took = (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return count / took;
};
