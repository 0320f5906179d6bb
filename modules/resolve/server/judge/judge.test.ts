import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { listOptions, listVerdicts, riskSchema } from '../../contract.ts';
import { riskOf } from './risk.rules.ts';

let it: TestApp;
let agent: Caller;
let head: Caller;
let chief: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  [agent, head, chief] = [
    await it.as('agent'),
    await it.as('supervisor', it.departments.east),
    await it.as('supervisor'),
  ];
});
afterAll(() => it.stop());
const open = (more: object = {}) => openTestTicket(it, { departmentId: it.departments.east, ...more });

describe('options', () => {
  test('stand side by side, one is chosen with a reason, another choice replaces it', async () => {
    const { number } = await open();
    const url = `/api/tickets/${number}/options`;
    const option = { title: '换新', costCents: 129_900, risk: 2, effect: 5, satisfaction: 5 };
    await agent('POST', url, option);
    const two = await agent('POST', url, { ...option, title: '维修', costCents: 20_000, satisfaction: 3 });
    const [swap, repair] = listOptions.reply.parse(two.body).items;
    await agent('POST', `/api/solution-options/${swap?.id}/choose`, { reason: '客户急用' });
    const after = await agent('POST', `/api/solution-options/${repair?.id}/choose`, { reason: '缺货' });
    const chosen = listOptions.reply.parse(after.body).items.filter((one) => one.chosenAt !== null);
    expect(chosen).toMatchObject([{ title: '维修', chosenReason: '缺货', costCents: 20_000 }]);
    expect((await agent('POST', url, { ...option, risk: 6 })).status).toBe(422);
    expect((await agent('POST', `/api/solution-options/${swap?.id}/choose`, { reason: '' })).status).toBe(422);
  });
});

describe('a verdict', () => {
  test('is given by who leads, appealed once, and answered by a third', async () => {
    const { number } = await open();
    const url = `/api/tickets/${number}/verdicts`;
    const wish = { party: 'department', departmentId: it.departments.west, reason: '装错车' };
    expect((await agent('POST', url, wish)).status).toBe(404);
    const given = await head('POST', url, wish);
    expect(given.status, given.text).toBe(201);
    const [verdict] = listVerdicts.reply.parse(given.body).items;
    expect(verdict).toMatchObject({ name: '华西客服组', state: 'given' });
    expect((await head('POST', url, wish)).body).toMatchObject({ code: 'resolve.verdict_stands' });
    expect((await agent('POST', `/api/verdicts/${verdict?.id}/appeal`, { appeal: '录像显示不是' })).status).toBe(200);
    expect((await agent('POST', `/api/verdicts/${verdict?.id}/appeal`, { appeal: '再说' })).status).toBe(409);
    const answer = { upheld: false, answer: '申诉成立' };
    expect((await head('POST', `/api/verdicts/${verdict?.id}/answer`, answer)).body).toMatchObject({
      code: 'resolve.own_verdict',
    });
    const lifted = listVerdicts.reply.parse((await chief('POST', `/api/verdicts/${verdict?.id}/answer`, answer)).body);
    expect(lifted.items[0]?.state).toBe('lifted');
    const again = await head('POST', url, { party: 'supplier', supplier: '某承运商', reason: '改判' });
    expect(listVerdicts.reply.parse(again.body).items[0]).toMatchObject({ name: '某承运商', state: 'given' });
  });
});

describe('risk', () => {
  test('reads level, words and money, and says why', async () => {
    const { number } = await open({
      level: 1,
      subject: '除湿机漏电',
      content: '孩子触电受伤住院，我已联系律师和记者。',
    });
    const risk = riskSchema.parse((await agent('GET', `/api/tickets/${number}/risk`)).body);
    expect(risk).toMatchObject({ score: 100, grade: 'high' });
    expect(risk.reasons.map((one) => one.reason)).toEqual(['safety', 'level', 'legal', 'media']);
    const calm = await open({ level: 3, subject: '发票抬头', content: '请改一下抬头' });
    expect((await agent('GET', `/api/tickets/${calm.number}/risk`)).body).toEqual({
      score: 0,
      grade: 'low',
      reasons: [],
    });
  });

  test('grows with each fact, stays within 0 and 100, and its points explain it', () => {
    const facts = fc.record({
      level: fc.integer({ min: 1, max: 3 }),
      reopenCount: fc.nat(9),
      urgeCount: fc.nat(30),
      amountCents: fc.nat(10_000_000),
      said: fc.constantFrom('', '我要起诉', '记者来了', '受伤了，很多人'),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const { score, reasons } = riskOf(given);
        expect(score).toBe(
          Math.min(
            100,
            reasons.reduce((sum, one) => sum + one.points, 0),
          ),
        );
        const worse = riskOf({
          ...given,
          reopenCount: given.reopenCount + 1,
          amountCents: given.amountCents + 100_000,
        });
        expect(worse.score).toBeGreaterThanOrEqual(score);
        expect(riskOf({ ...given, said: `${given.said} 律师` }).score).toBeGreaterThanOrEqual(score);
      }),
    );
  });
});
