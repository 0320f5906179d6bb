import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { mergedSchema, ticketDetail, ticketRoutes } from '../../contract.ts';

let it: TestApp;
let boss: Caller;
let phones = 13800000000;
beforeAll(async () => {
  it = await startTestApp();
  boss = await it.as('supervisor');
});
afterAll(() => it.stop());

type Opened = { number: string; path: string };
const receipt = z.object({ number: z.string(), trackingUrl: z.string() });

const say = async (content: string, phone: string): Promise<Opened> => {
  const sent = await it.anyone('POST', '/api/public/feedback', { content, contact: { name: '王女士', phone } });
  const { number, trackingUrl } = receipt.parse(sent.body);
  return { number, path: new URL(trackingUrl).pathname.replace('/t/', '/api/public/tracking/') };
};

/** Two tickets of one customer. */
const pair = async (): Promise<[Opened, Opened]> => {
  phones += 1;
  return [
    await say('除湿机三天没动，家里等着用', String(phones)),
    await say('发票抬头开错了，麻烦重开一张', String(phones)),
  ];
};

const merge = (source: string, into: string, caller = boss): Promise<Answer> =>
  caller('POST', `/api/tickets/${source}/merge`, { into });
const detail = async (number: string) => ticketDetail.parse((await boss('GET', `/api/tickets/${number}`)).body);
const talk = async (number: string): Promise<string[]> => {
  const page = ticketRoutes.thread.reply.parse((await boss('GET', `/api/tickets/${number}/thread`)).body);
  return page.items.flatMap((entry) => (entry.type === 'message' ? [entry.body] : []));
};
const codeOf = (answer: Answer): [number, string] => [
  answer.status,
  z.object({ code: z.string() }).parse(answer.body).code,
];

describe('merging', () => {
  test('keeps both threads, shows them as one, and comes apart again', async () => {
    const [one, two] = await pair();
    const before = await detail(two.number);
    expect((await merge(two.number, one.number)).body).toEqual({ number: two.number, into: one.number });
    expect(await talk(one.number)).toEqual(['除湿机三天没动，家里等着用', '发票抬头开错了，麻烦重开一张']);
    expect(await detail(two.number)).toMatchObject({ state: 'closed', closeReason: 'merged' });
    const seen = mergedSchema.parse((await boss('GET', `/api/tickets/${one.number}/merged`)).body);
    expect(seen.sources.map((each) => each.number)).toEqual([two.number]);
    expect((await boss('POST', `/api/tickets/${two.number}/unmerge`)).body).toEqual({
      number: two.number,
      from: one.number,
    });
    expect(await talk(one.number)).toEqual(['除湿机三天没动，家里等着用']);
    expect(await detail(two.number)).toMatchObject({ state: before.state, closeReason: null, closedAt: null });
  });

  test("what the customer says later in the merged one's link arrives in the target", async () => {
    const [one, two] = await pair();
    await merge(two.number, one.number);
    expect((await it.anyone('POST', `${two.path}/messages`, { body: '什么时候能办好？' })).status).toBe(201);
    expect((await talk(one.number)).at(-1)).toBe('什么时候能办好？');
    const view = z
      .object({ ticket: z.object({ number: z.string(), messages: z.array(z.unknown()) }) })
      .parse((await it.anyone('GET', two.path)).body);
    expect([view.ticket.number, view.ticket.messages.length]).toEqual([one.number, 3]);
  });

  test('a merged one owes nothing, and owes again when it is taken out', async () => {
    const [one, two] = await pair();
    await merge(two.number, one.number);
    await eventually(async () => expect((await detail(two.number)).nextDueAt).toBeNull());
    await boss('POST', `/api/tickets/${two.number}/unmerge`);
    await eventually(async () => expect((await detail(two.number)).nextDueAt).not.toBeNull());
  });

  test('never in a circle, never twice, never into itself', async () => {
    const [one, two] = await pair();
    await merge(two.number, one.number);
    expect(codeOf(await merge(one.number, two.number))).toEqual([409, 'ticket.merge_target_merged']);
    expect(codeOf(await merge(two.number, one.number))).toEqual([409, 'ticket.merge_done']);
    expect(codeOf(await merge(one.number, one.number))).toEqual([422, 'ticket.merge_same']);
  });

  test('a merged one takes along what was merged into it', async () => {
    const [one, two] = await pair();
    const three = await say('送货师傅把门框撞坏了', String(phones));
    await merge(three.number, two.number);
    await merge(two.number, one.number);
    expect(await talk(one.number)).toHaveLength(3);
    expect((await boss('GET', `/api/tickets/${three.number}/merged`)).body).toMatchObject({
      into: { number: one.number },
    });
  });

  test("is refused across customers: the link of one would open the other's", async () => {
    const [one] = await pair();
    const [other] = await pair();
    expect(codeOf(await merge(other.number, one.number))).toEqual([422, 'ticket.merge_other_customer']);
    expect(await talk(one.number)).toHaveLength(1);
  });

  test('crosswise at the same moment, one of them wins', async () => {
    const [one, two] = await pair();
    const both = await Promise.all([merge(one.number, two.number), merge(two.number, one.number)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('reopening a merged one is refused with the way out', async () => {
    const [one, two] = await pair();
    await merge(two.number, one.number);
    const answer = await boss('POST', `/api/tickets/${two.number}/transitions`, { action: 'reopen', reason: '再看看' });
    expect(codeOf(answer)).toEqual([409, 'ticket.is_merged']);
  });

  test('needs the right to move both, and to see both', async () => {
    const [one, two] = await pair();
    expect((await merge(two.number, one.number, await it.as('auditor'))).status).toBe(404);
    const far = await it.as('agent', it.departments.west);
    expect((await merge(two.number, one.number, far)).status).toBe(404);
  });
});
