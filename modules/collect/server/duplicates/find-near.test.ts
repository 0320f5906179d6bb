import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTickets, type TicketWish } from '#test/ticket-factory.ts';
import { linkNearRepeats } from './find-near.ts';

let it: TestApp;
let boss: Caller;
beforeAll(async () => {
  it = await startTestApp();
  boss = await it.as('supervisor');
});
afterAll(() => it.stop());

const story =
  '我在贵公司官网买的空气净化器，送来的时候外箱已经破了一个大洞，机器侧面的塑料裂开，通电以后一直嗡嗡响，打客服电话排队四十分钟没有人接，希望尽快换一台新的';
const linksOf = async (number: string) =>
  ticketRoutes.read.reply
    .parse((await boss('GET', `/api/tickets/${number}`)).body)
    .links.map((link) => ({ relation: link.relation, number: link.number, alike: (link.score ?? 0) > 0.5 }));
const open = (...contents: string[]) =>
  openTestTickets(
    it,
    contents.map((content): TicketWish => ({
      departmentId: it.departments.east,
      content,
      subject: content.slice(0, 20),
    })),
  );

describe('near-identical words of whoever', () => {
  test('are linked with the first that said them: shifted, with a greeting, in another department', async () => {
    const [first] = await open(story);
    const [shifted, other] = await open(`您好！${story}，谢谢。`, '会员日买的咖啡机少发了一个滤网，请补寄');
    const [west] = await openTestTickets(it, [
      { departmentId: it.departments.west, content: `${story}！！`, subject: '净化器' },
    ]);
    await eventually(async () => {
      expect(await linksOf(shifted?.number ?? '')).toEqual([
        { relation: 'duplicate_of', number: first?.number, alike: true },
      ]);
      expect(await linksOf(west?.number ?? '')).toHaveLength(1);
    });
    expect(await linksOf(first?.number ?? '')).toHaveLength(2);
    expect(await linksOf(other?.number ?? '')).toEqual([]);
  });

  test('a campaign leads to its head, and the same events again make no second link', async () => {
    const text =
      '强烈要求贵平台下架该主播售卖的三无保健品，老人吃了以后头晕恶心，平台不作为就要联名向有关部门反映，请给所有受骗的消费者一个交代';
    const copies = await open(...Array.from({ length: 12 }, (_, index) => `${text}${'。'.repeat(index)}`));
    const ids = copies.map((ticket) => ticket.id);
    const head = copies[0]?.number ?? '';
    await eventually(async () => expect(await linksOf(head)).toHaveLength(11));
    for (const copy of copies.slice(1))
      expect(await linksOf(copy.number)).toEqual([{ relation: 'duplicate_of', number: head, alike: true }]);
    expect(await it.app.db.write(everything, (tx) => linkNearRepeats(tx, it.app, ids))).toBe(0);
  });

  test('another order number is another matter, and a few words in common are chance', async () => {
    const say = (order: string) =>
      `订单号${order}的扫地机器人用了三天就不充电了，按说明书重置过也没有用，请安排师傅上门检测维修`;
    const [one, two, short, same] = await open(say('88012345'), say('77098765'), '我要退款', '我要退款');
    const marker = await open('标记之后的工单内容说明前面的都已经看过了，这一条和别的都不一样');
    await eventually(async () => {
      const [copy] = await open(marker[0]?.content ?? '');
      await eventually(async () => expect(await linksOf(copy?.number ?? '')).not.toHaveLength(0), { timeoutMs: 5000 });
    });
    for (const ticket of [one, two, short, same]) expect(await linksOf(ticket?.number ?? '')).toEqual([]);
  });
});
