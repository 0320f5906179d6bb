import { sql } from 'kysely';
import pg from 'pg';
import { parseTicketNumber } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** A number of eight digits with its check digit, as the product gives them. */
const numberOf = (n: number): string => {
  const digits = String(1_000_000 + n);
  for (let check = 0; check < 9; check += 1) if (parseTicketNumber(`${digits}${check}`).ok) return `${digits}${check}`;
  return `${digits}9`;
};

/**
 * Invented tickets by the hundred thousand, spread over two years and departments, with one customer's message each.
 * Subjects and texts are put together from pieces, so that two-character words occur rarely, often and very often.
 */
export const generateTickets = async (
  tx: Tx,
  from: number,
  to: number,
  departments: readonly string[],
  people: readonly string[],
): Promise<void> => {
  const numbers = Array.from({ length: to - from + 1 }, (_unused, index) => numberOf(from + index));
  await sql`
    with piece as (
      select array['快递三天没动','退款还没到账','洗衣机漏水','空调不制冷','发票开错了','师傅没有上门','门锁半夜报警','外壳烫手','客服态度差','补差价不退','取暖器有焦味','订单查不到','配件缺货','说明书看不懂','地板划伤了','沙发掉色'] as what,
             array['要求退款','请尽快处理','已经打了三次电话','家里有老人等着用','再不解决就投诉到消协','希望给个说法','可以换货也行','麻烦核实一下','谢谢','不急但请回复'] as wish,
             array['嘉定','萧山','白云','武侯','二七','雨花','江北','历下','徐汇','浦东','南山','高新'] as place
    ), made as (
      select n, gen_random_uuid() as id, gen_random_uuid() as message_id, now() - interval '730 days' + n * (interval '730 days' / ${to === from ? 1 : 1_000_000}) as at,
             piece.place[1 + n % 12] || piece.what[1 + (n / 3) % 16] as subject,
             piece.place[1 + n % 12] || '的客户反映：' || piece.what[1 + (n / 3) % 16] || '，' || piece.wish[1 + (n / 7) % 10] || '。订单 YL2026' || lpad((n % 100000000)::text, 8, '0')
               || case when n % 997 = 0 then '，另有饕餮纹样破损' else '' end as body
      from generate_series(${from}::int, ${to}::int) as n, piece
    ), tickets as (
      insert into ticket (id, seq, number, kind, category_key, level, channel, subject, state, customer_name, department_id, owner_id,
        created_at, updated_at, next_due_at, next_clock, message_count, breached, rating)
      select id, nextval('ticket_number_seq'), (${numbers}::text[])[1 + n - ${from}::int], (array['complaint','complaint','inquiry','suggestion'])[1 + n % 4], (array['logistics.delay','refund.slow','quality.fault','install.visit','price.invoice'])[1 + n % 5],
        1 + (n % 20 > 0)::int + (n % 3 = 0)::int * (n % 20 > 0)::int, 'form', subject,
        case when n > 960000 and n % 2 = 0 then 'resolving' when n > 960000 then 'new' when n % 9 = 0 then 'archived' else 'closed' end,
        '客户' || n % 5000, (${[...departments]}::uuid[])[1 + n % ${departments.length}::int], (${[...people]}::uuid[])[1 + n % ${people.length}::int],
        at, at, case when n > 960000 then at + interval '1 day' end, case when n > 960000 then 'resolve' end, 1, n % 25 = 0, case when n % 4 = 0 then 1 + n % 5 end
      from made returning 1)
    insert into ticket_message (id, ticket_id, direction, author_kind, body, channel, created_at)
    select message_id, id, 'in', 'customer', body, 'form', at from made`.execute(tx);
};

export const ticketIdsAfter = async (tx: Tx, seq: number, limit: number): Promise<{ id: string; seq: number }[]> =>
  (
    await sql<{
      id: string;
      seq: number;
    }>`select id, seq from ticket where seq > ${seq} order by seq limit ${limit}`.execute(tx)
  ).rows;

/** What autovacuum does within minutes on a living system: without it no list is read from an index alone. */
export const vacuum = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const table of ['ticket', 'ticket_message', 'ticket_search', 'insight_fact', 'insight_cell'])
    await client.query(`vacuum analyze ${table}`);
  await client.end();
};
