import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { liveMessageSchema } from '#platform/contract/live.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';

const receipt = z.object({ number: z.string() });

let first: TestApp;
let second: TestApp;
let agent: Caller;

beforeAll(async () => {
  first = await startTestApp();
  second = await startTestApp({ databaseUrl: first.databaseUrl, role: 'web' });
  agent = await first.as('supervisor');
});

afterAll(async () => {
  await second.stop();
  await first.stop();
});

/** Collects what the event stream of an app says to somebody, until it is closed. */
const watch = async (app: TestApp, token: string | null) => {
  const stop = new AbortController();
  const heard: z.infer<typeof liveMessageSchema>[] = [];
  const reply = await fetch(`${app.url}/api/live`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    signal: stop.signal,
  });
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of reply.body ?? []) {
      for (const line of decoder.decode(chunk, { stream: true }).split('\n')) {
        if (line.startsWith('data: ')) heard.push(liveMessageSchema.parse(JSON.parse(line.slice(6))));
      }
    }
  };
  const reading = read().catch(() => undefined);
  return {
    heard,
    ended: reading,
    async close() {
      stop.abort();
      await reading;
    },
  };
};

const submit = async (app: TestApp, content: string): Promise<string> =>
  receipt.parse((await app.anyone('POST', '/api/public/feedback', { content })).body).number;

describe('two processes on one database', () => {
  test('a reply given in one appears live in the other', async () => {
    const number = await submit(first, '空调不制冷，约了三次都没人来');
    const stream = await watch(second, agent.token);
    const reply = await agent('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '师傅明天上午到' });
    expect(reply.status).toBeLessThan(300);
    const shown = z.object({ id: z.string() }).parse((await agent('GET', `/api/tickets/${number}`)).body);
    await eventually(() => {
      expect(stream.heard.some((message) => message.topic === 'ticket' && message.ids.includes(shown.id))).toBe(true);
    });
    const thread = await fetch(`${second.url}/api/tickets/${number}/thread`, {
      headers: { authorization: `Bearer ${agent.token}` },
    });
    expect(await thread.text()).toContain('师傅明天上午到');
    await stream.close();
  });

  test('nobody hears of a ticket that he may not see', async () => {
    const outsider = await first.as('handler', first.departments.west);
    const stream = await watch(second, outsider.token);
    const other = await watch(second, agent.token);
    const number = await submit(first, '发票抬头错了，请重开');
    const shown = z.object({ id: z.string() }).parse((await agent('GET', `/api/tickets/${number}`)).body);
    await eventually(() => {
      expect(other.heard.some((message) => message.ids.includes(shown.id))).toBe(true);
    });
    expect(stream.heard.flatMap((message) => message.ids)).not.toContain(shown.id);
    await stream.close();
    await other.close();
  });

  test('a process ends although somebody still watches, and the other goes on telling', async () => {
    const third = await startTestApp({ databaseUrl: first.databaseUrl, role: 'web' });
    const [left, stays] = [await watch(third, agent.token), await watch(second, agent.token)];
    await third.stop();
    await left.ended;
    const number = await submit(first, '门店空调太冷，孩子感冒了');
    const shown = z.object({ id: z.string() }).parse((await agent('GET', `/api/tickets/${number}`)).body);
    await eventually(() => {
      expect(stays.heard.some((message) => message.ids.includes(shown.id))).toBe(true);
    });
    await stays.close();
  });

  test('numbers never meet, whichever process gives them', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 120 }, (_, n) => submit(n % 2 === 0 ? first : second, `第 ${n} 件：快递一直没有更新`)),
    );
    expect(new Set(numbers).size).toBe(120);
  });

  test('the same key sent to both opens one ticket', async () => {
    const send = (app: TestApp) =>
      app.anyone('POST', '/api/public/feedback', { content: '门锁半夜报警' }, { 'idempotency-key': 'both' });
    const answers = await Promise.all([send(first), send(second), send(first), send(second)]);
    expect(new Set(answers.map((answer) => receipt.parse(answer.body).number)).size).toBe(1);
  });
});
