import pg from 'pg';

export type FiredRow = { id: number; ticketId: string; dueAt: Date };

export type ClockProbe = {
  /** One open clock for each ticket, ending evenly over the window; each also tells the level above when it ends. */
  fill(firstDue: Date, windowSeconds: number): Promise<number>;
  /** Breaches that are committed and visible, behind an event. */
  firedAfter(eventId: number): Promise<FiredRow[]>;
  /** Clocks whose time has passed without anything having fired. */
  missed(at: Date): Promise<{ running: number; alarms: number }>;
  escalated(): Promise<number>;
  /** Every breach event once: how many tickets have two. */
  twice(): Promise<number>;
  close(): Promise<void>;
};

export const openClockProbe = async (url: string): Promise<ClockProbe> => {
  const client = new pg.Client({ connectionString: url, options: '-c huiyin.reach=all' });
  await client.connect();
  const number = async (text: string, values: unknown[] = []): Promise<number> =>
    Number((await client.query<{ count: string }>(text, values)).rows[0]?.count ?? 0);
  return {
    async fill(firstDue, windowSeconds) {
      const done = await client.query(
        `with numbered as (select id, department_id, row_number() over (order by seq) - 1 as n, count(*) over () as all from ticket),
           timed as (select id, department_id, $1::timestamptz + (n * $2::float8 / "all") * interval '1 second' as due from numbered)
         insert into sla_clock (ticket_id, clock, until, started_at, warn_at, due_at, state, warned_at, department_id, length,
           alarm_plan, alarms, alarm_step, alarm_at)
         select id, 'resolve', 'answered', due - interval '1 day', due - interval '6 hours', due, 'running', due - interval '6 hours',
           department_id, 1440, 'w75 e100', array[due - interval '6 hours', due], 1, due from timed`,
        [firstDue, windowSeconds],
      );
      await client.query('analyze sla_clock');
      return done.rowCount ?? 0;
    },
    async firedAfter(eventId) {
      const found = await client.query<{ id: string; ticketId: string; dueAt: string }>(
        `select id, subject_id as "ticketId", data ->> 'dueAt' as "dueAt" from event
         where id > $1 and name = 'sla.breached' order by id`,
        [eventId],
      );
      return found.rows.map((row) => ({ id: Number(row.id), ticketId: row.ticketId, dueAt: new Date(row.dueAt) }));
    },
    async missed(at) {
      const running = await number(`select count(*) from sla_clock where state = 'running' and due_at <= $1`, [at]);
      return { running, alarms: await number(`select count(*) from sla_clock where alarm_at <= $1`, [at]) };
    },
    escalated: () => number(`select count(*) from event where name = 'sla.escalated'`),
    twice: () =>
      number(
        `select count(*) from (select 1 from event where name = 'sla.breached' group by subject_id having count(*) > 1) as two`,
      ),
    close: () => client.end(),
  };
};
