import { readFile } from 'node:fs/promises';
import pg from 'pg';

export type Verdict = { tickets: number; lost: number; double: number; half: number };

/**
 * Looks at every acknowledged number: it must exist exactly once, with one message, a department, two clocks and one
 * opening event. `keys` is how many different submissions were sent in all: more tickets than that means doubles.
 */
export const verify = async (url: string, acknowledged: readonly string[], keys: number): Promise<Verdict> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("select set_config('huiyin.reach', 'all', false)");
  const found = await client.query<{ lost: number; double: number; half: number }>(
    `with wanted as (select unnest($1::text[]) as number),
     seen as (
       select wanted.number, count(ticket.id) as tickets,
              bool_and(ticket.department_id is not null and ticket.next_due_at is not null
                and (select count(*) from ticket_message m where m.ticket_id = ticket.id) = 1
                and (select count(*) from sla_clock c where c.ticket_id = ticket.id) = 2
                and (select count(*) from event e where e.subject_id = ticket.id and e.name = 'ticket.opened') = 1) as whole
       from wanted left join ticket on ticket.number = wanted.number group by wanted.number)
     select (count(*) filter (where tickets = 0))::int as lost, (count(*) filter (where tickets > 1))::int as double,
            (count(*) filter (where tickets = 1 and not coalesce(whole, false)))::int as half from seen`,
    [[...acknowledged]],
  );
  // A burst of complaints makes the product open a parent ticket of its own; only those that came by the form were sent.
  const counted = await client.query<{ n: string }>("select count(*) as n from ticket where channel = 'form'");
  const tickets = Number(counted.rows[0]?.n ?? 0);
  await client.end();
  const row = found.rows[0];
  const surplus = Math.max(0, tickets - keys);
  return { tickets, lost: row?.lost ?? 0, double: (row?.double ?? 0) + surplus, half: row?.half ?? 0 };
};

/** The process that all backends of this server are children of. */
export const postmasterOf = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const found = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const stat = await readFile(`/proc/${found.rows[0]?.pid}/stat`, 'latin1');
  await client.end();
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};
