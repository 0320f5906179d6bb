import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indexTickets } from '#modules/ticket/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTickets, type TicketWish } from '#test/ticket-factory.ts';
import { readSimilar } from '../../contract.ts';
import { cleanSolution } from './clean-solution.ts';

let it: TestApp;
let boss: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  boss = await it.as('supervisor');
});
afterAll(() => it.stop());

const open = async (
  contents: readonly string[],
  departmentId = it.departments.east,
  more: Partial<TicketWish> = {},
) => {
  const tickets = await openTestTickets(
    it,
    contents.map((content): TicketWish => ({ departmentId, content, subject: content.slice(0, 16), ...more })),
  );
  await it.app.db.write(everything, (tx) =>
    indexTickets(
      tx,
      tickets.map((ticket) => ticket.id),
    ),
  );
  return tickets;
};
const step = (number: string, action: string, more: object = {}) =>
  boss('POST', `/api/tickets/${number}/transitions`, { action, ...more });
const close = async (number: string, reply: string): Promise<void> => {
  await step(number, 'accept');
  await step(number, 'answer', { reply });
  expect((await step(number, 'close', { reason: '客户确认' })).status).toBe(200);
};
const similarTo = async (number: string, caller = boss) =>
  readSimilar.reply.parse((await caller('GET', `/api/similar-tickets/${number}`)).body).items;

const fillers = Array.from(
  { length: 12 },
  (_, index) => `会员积分第${index}次兑换失败，页面提示系统维护，客服让等通知`,
);

describe('similar closed tickets', () => {
  test('come with what their customers were told last, the closest first, open ones and the ticket itself not', async () => {
    const [same, akin, stillOpen] = await open([
      '除湿机水箱一直漏水，地板都泡了，要求上门维修',
      '除湿机用了一周开始漏水，换过水箱也没用',
      '除湿机漏水严重，水箱裂了一条缝',
    ]);
    await open(fillers);
    await close(same?.number ?? '', '王女士您好，除湿机水箱密封圈已安排师傅上门更换，电话 13800138000，免收上门费。');
    await close(akin?.number ?? '', '已为您换新机，旧机上门取回。');
    await it.app.db.write(everything, (tx) => indexTickets(tx, [same?.id ?? '', akin?.id ?? '']));
    const [asked] = await open(['新买的除湿机水箱漏水，地板泡了，请上门维修']);
    const found = await similarTo(asked?.number ?? '');
    expect(found.map((one) => one.number)).toEqual([same?.number, akin?.number]);
    expect(found.map((one) => one.number)).not.toContain(stillOpen?.number);
    expect(found[0]?.likeness).toBeGreaterThan(found[1]?.likeness ?? 1);
    expect(found[0]).toMatchObject({
      state: 'closed',
      solution: '除湿机水箱密封圈已安排师傅上门更换，电话 138****8000，免收上门费。',
      department: '华东客服组',
    });
    expect(found[0]?.words.join(' ')).toContain('水');
  });

  test('stay within the reader’s reach, and a ticket beyond it has none', async () => {
    const [west] = await open(['净水器滤芯更换后出水发黄，味道刺鼻'], it.departments.west);
    await close(west?.number ?? '', '滤芯批次有问题，已寄新滤芯并退差价。');
    await it.app.db.write(everything, (tx) => indexTickets(tx, [west?.id ?? '']));
    const [east] = await open(['净水器换了滤芯出水发黄，还有刺鼻味道']);
    const agent = await it.as('agent');
    expect(await similarTo(east?.number ?? '', agent)).toEqual([]);
    expect((await similarTo(east?.number ?? '')).map((one) => one.number)).toEqual([west?.number]);
    expect((await agent('GET', `/api/similar-tickets/${west?.number}`)).status).toBe(404);
    const seen = await it.as('agent', it.departments.west);
    expect((await seen('GET', `/api/similar-tickets/${east?.number}`)).status).toBe(404);
  });

  test('of nothing in common there are none', async () => {
    const [asked] = await open(['Where is my parcel? The tracking page has not moved since Monday.', '？？？']);
    expect(await similarTo(asked?.number ?? '')).toEqual([]);
  });
});

describe('an answer that is offered again', () => {
  const of = (body: string) => cleanSolution(body, { name: '李海宁', number: '38274165' });
  test.each([
    ['李女士您好，款项已退回。', '款项已退回。'],
    ['尊敬的李海宁：您好！已为李海宁登记。', '已为登记。'],
    ['Dear Mr Li, we sent a new one.', 'we sent a new one.'],
    ['工单 3827-4165 已处理，请留意。', '工单 已处理，请留意。'],
    ['请联系 13912345678 的师傅', '请联系 139****5678 的师傅'],
    ['已退款', '已退款'],
  ])('of %j is %j', (body, clean) => {
    expect(of(body)).toBe(clean);
  });
});
