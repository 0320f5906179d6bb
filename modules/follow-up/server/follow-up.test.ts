import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { signId } from '#platform/server/crypto/tokens.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { dropFlows } from '#test/approval-flows.ts';
import { eventually } from '#test/eventually.ts';
import { answerCase, openCase, stateOf, surveyTokenOf } from './cases.fixture.ts';
import { settleUnanswered } from './settle-unanswered.job.ts';

const clock = fakeClock('2026-09-19T16:40:00+08:00');
let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp({ clock });
  admin = await app.as('admin');
});
afterAll(() => app.stop());

const tracking = z.object({
  ticket: z.object({
    number: z.string(),
    state: z.string(),
    messages: z.array(z.object({ from: z.string(), body: z.string() })),
  }),
  notices: z.array(z.object({ subject: z.string(), body: z.string() })),
  abilities: z.object({ write: z.boolean(), unsolved: z.boolean(), urge: z.boolean() }),
});
const follow = z.object({
  surveys: z.array(z.object({ round: z.int(), score: z.int().nullable() })),
  notices: z.array(z.object({ templateKey: z.string(), state: z.string() })),
});
const detail = z.object({
  state: z.string(),
  rating: z.int().nullable(),
  reopenCount: z.int(),
  closeReason: z.string().nullable(),
  tasks: z.array(
    z.object({ kind: z.string(), titleKey: z.string(), dueAt: z.string(), doneAt: z.string().nullable() }),
  ),
});

const track = async (path: string) => tracking.parse((await app.anyone('GET', path)).body);
const read = async (number: string) => detail.parse((await admin('GET', `/api/tickets/${number}`)).body);
const toldOf = async (number: string): Promise<string[]> =>
  follow.parse((await admin('GET', `/api/tickets/${number}/follow-up`)).body).notices.map((one) => one.templateKey);
const told = (number: string, keys: string[]) =>
  eventually(async () => expect((await toldOf(number)).toSorted()).toEqual(keys.toSorted()));

describe('the language of a case', () => {
  const receipt = z.object({ number: z.string(), trackingUrl: z.string() });
  const leave = async (body: object, header?: string) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'accept-language': header };
    const reply = await app.anyone('POST', '/api/public/feedback', { content: 'The parcel is late', ...body }, headers);
    expect(reply.status, reply.text).toBe(201);
    const { number, trackingUrl } = receipt.parse(reply.body);
    await told(number, ['received']);
    return (await track(`/api/public/tracking/${trackingUrl.split('/').at(-1)}`)).notices[0]?.body ?? '';
  };
  const han = /\p{Script=Han}/u;

  test('who writes in English is told in English, with a name or without', async () => {
    const named = await leave({ contact: { name: 'Ann', email: 'ann@example.com' } }, 'en-GB,en;q=0.9');
    expect(named).toContain('Ann');
    // The company has one name, whatever is spoken.
    const company = z
      .object({ companyName: z.string() })
      .parse((await app.anyone('GET', '/api/public/forms/default')).body);
    expect(named.replaceAll(company.companyName, '')).not.toMatch(han);
    expect((await leave({}, 'en')).replaceAll(company.companyName, '')).not.toMatch(han);
    expect(await leave({}, 'zh-CN')).toMatch(han);
  });

  test('what the request says outweighs the browser, and a program that says nothing keeps to the customer', async () => {
    const contact = { name: 'Bea', phone: '13800005511' };
    expect(await leave({ contact, locale: 'en' }, 'zh-CN')).not.toContain('您');
    expect(await leave({ contact })).not.toContain('您');
    expect(await leave({ contact }, '*')).not.toContain('您');
    expect(await leave({ contact }, 'zh')).toContain('您');
    expect(await leave({})).toContain('您');
  });
});

describe('what the form promises', () => {
  test('is the very deadline that a complaint then gets, by day and by night', async () => {
    const form = z.object({ promise: z.object({ at: z.string(), minutes: z.int() }), sendsMail: z.boolean() });
    const due = z.object({ nextDueAt: z.string(), level: z.literal(2) });
    for (const hours of [0, 7]) {
      clock.advance({ hours });
      const { promise, sendsMail } = form.parse((await app.anyone('GET', '/api/public/forms/default')).body);
      const { number } = await openCase(app);
      const ticket = due.parse((await admin('GET', `/api/tickets/${number}`)).body);
      expect(promise.at).toBe(ticket.nextDueAt);
      expect(promise.minutes).toBe(Math.ceil((new Date(promise.at).getTime() - clock.now().getTime()) / 60_000));
      expect(sendsMail).toBe(false);
    }
  });
});

describe('tracking', () => {
  test('the link shows the case; a forged, foreign or cut link and a stranger get the same 404', async () => {
    const one = await openCase(app, { phone: '13800002046' });
    const shown = await track(one.path);
    expect(shown.ticket).toMatchObject({ number: one.number, state: 'new' });
    expect(shown.abilities).toEqual({ write: true, unsolved: false, urge: true });
    const foreign = signId(new Uint8Array(32), 'tracking', '0193b000-0000-7000-8000-000000000001');
    const other = signId(app.app.secret, 'survey', '0193b000-0000-7000-8000-000000000001');
    const unknown = signId(app.app.secret, 'tracking', '0193b000-0000-7000-8000-000000000001');
    const bodies = await Promise.all(
      [foreign, other, unknown, one.token.slice(1), `${one.token}x`, 'x'].map(async (token) => {
        const reply = await app.anyone('GET', `/api/public/tracking/${token}`);
        expect(reply.status).toBe(404);
        return z.object({ code: z.string(), detail: z.string() }).parse(reply.body);
      }),
    );
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  test('number and phone tail find the link; wrong ones all look alike and are throttled', async () => {
    const one = await openCase(app, { phone: '138 0000 7788' });
    const find = (number: string, phoneTail: string) =>
      app.anyone('POST', '/api/public/tracking', { number, phoneTail });
    const spoken = `${one.number.slice(0, 4)}-${one.number.slice(4)}`;
    const found = await find(spoken, '7788');
    expect(found.body).toMatchObject({ token: one.token });
    const anonymous = await openCase(app);
    const refusals = [await find(one.number, '0000'), await find(anonymous.number, '0000')];
    expect(refusals.map((reply) => [reply.status, z.object({ code: z.string() }).parse(reply.body).code])).toEqual([
      [404, 'follow-up.no_match'],
      [404, 'follow-up.no_match'],
    ]);
    const typo = `${one.number.slice(0, -1)}${(Number(one.number.at(-1)) + 1) % 10}`;
    expect((await find(typo, '7788')).status).toBe(422);
    for (let guess = 1; guess <= 5; guess += 1) await find(one.number, `000${guess}`);
    expect((await find(one.number, '7788')).status).toBe(429);
    clock.advance({ hours: 2 });
    expect((await find(one.number, '7788')).status).toBe(200);
  });

  test('a further word counts once per key, and the customer may urge', async () => {
    const one = await openCase(app, { phone: '13800001111' });
    const say = () => app.anyone('POST', `${one.path}/messages`, { body: '还是没到' }, { 'idempotency-key': 'k-1' });
    const replies = await Promise.all([say(), say(), say()]);
    expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201]);
    const shown = await track(one.path);
    expect(shown.ticket.messages.filter((message) => message.body === '还是没到')).toHaveLength(1);
    expect((await app.anyone('POST', `${one.path}/messages`, { body: '  ' })).status).toBe(422);
    expect((await app.anyone('POST', `${one.path}/urge`)).body).toEqual({ urgeCount: 1 });
    expect((await app.anyone('POST', `${one.path}/urge`)).status).toBe(429);
  });

  test('a file goes with a further word, and opens by the same link only', async () => {
    const [one, two] = [await openCase(app), await openCase(app)];
    const form = new FormData();
    form.set('file', new Blob(['订单 1024'], { type: 'text/plain' }), '订单.txt');
    const sent = await app.anyone('POST', `${one.path}/attachments`, form);
    expect(sent.status, sent.text).toBe(201);
    const { id } = z.object({ id: z.string() }).parse(sent.body);
    expect((await app.anyone('POST', `${two.path}/messages`, { body: '偷看', attachments: [id] })).status).toBe(422);
    expect((await app.anyone('POST', `${one.path}/messages`, { attachments: [id] })).status).toBe(201);
    expect((await app.anyone('GET', `${one.path}/attachments/${id}`)).text).toBe('订单 1024');
    expect((await app.anyone('GET', `${two.path}/attachments/${id}`)).status).toBe(404);
  });
});

describe('notices', () => {
  test('each step tells the customer once, in his language, and one breath is one message', async () => {
    const one = await openCase(app, { name: '王敏', email: 'min@example.com' });
    await told(one.number, ['received']);
    await answerCase(admin, one.number);
    await told(one.number, ['received', 'replied', 'answered']);
    const shown = await track(one.path);
    expect(shown.notices.map((notice) => notice.subject)).toEqual([expect.stringContaining(one.number.slice(0, 4))]);
    expect(shown.notices[0]?.body).toContain('王敏，您好');
    expect(shown.notices[0]?.body).toContain(`/t/${one.token}`);
  });

  test('a reply that answers in the same breath is one message, in English for whoever wrote in English', async () => {
    const one = await openCase(app, { email: 'ann@example.com' }, 'en-GB');
    const sent = await admin('POST', `/api/tickets/${one.number}/messages`, { direction: 'out', body: 'On its way.' });
    expect(sent.status, sent.text).toBe(201);
    await told(one.number, ['received', 'replied']);
    const next = { direction: 'out', body: 'It left today.', next: { action: 'answer' } };
    expect((await admin('POST', `/api/tickets/${one.number}/messages`, next)).status).toBe(201);
    await told(one.number, ['received', 'replied', 'answered']);
  });

  test('a declined case carries its reason; spam hears nothing', async () => {
    await dropFlows(admin, 'refusal');
    const one = await openCase(app);
    await told(one.number, ['received']);
    const declined = await admin('POST', `/api/tickets/${one.number}/transitions`, {
      action: 'decline',
      reason: '不是我们的产品',
    });
    expect(declined.status, declined.text).toBe(200);
    await told(one.number, ['received', 'declined']);
  });
});

describe('rating', () => {
  const rate = (token: string, answer: object) => app.anyone('POST', `/api/public/surveys/${token}`, answer);

  test('a 1 opens the same number again with a task due in 24 h; then a 5 closes it', async () => {
    const one = await openCase(app, { phone: '13800002222' });
    clock.advance({ minutes: 10 });
    await answerCase(admin, one.number);
    const first = await surveyTokenOf(app, one.path);
    const view = await app.anyone('GET', `/api/public/surveys/${first}`);
    expect(view.body).toMatchObject({
      number: one.number,
      state: 'open',
      lastReply: '新机今天发出，预计后天送到。',
      answer: null,
    });
    clock.advance({ minutes: 10 });
    const low = await rate(first, { score: 1, solved: false, reasons: ['slow'], comment: '根本没收到' });
    const dueAt = new Date(clock.now().getTime() + 86_400_000).toISOString();
    expect(low.body, low.text).toMatchObject({ reopened: true, dueAt });
    const again = await read(one.number);
    expect(again).toMatchObject({ state: 'resolving', rating: 1, reopenCount: 1 });
    expect(again.tasks).toEqual([expect.objectContaining({ titleKey: 'low_score', dueAt, doneAt: null })]);
    expect((await track(one.path)).ticket.messages.at(-1)).toMatchObject({ from: 'customer', body: '根本没收到' });

    const twice = await rate(first, { score: 5, solved: true });
    expect(twice.status).toBe(409);
    expect(twice.body).toMatchObject({
      code: 'follow-up.already_answered',
      data: { score: 1, solved: false, comment: '根本没收到' },
    });

    await answerCase(admin, one.number, '已重新发出，您签收了吗？');
    const second = await surveyTokenOf(app, one.path);
    expect(second).not.toBe(first);
    expect((await rate(second, { score: 5, solved: true })).body).toMatchObject({ reopened: false, dueAt: null });
    expect(await read(one.number)).toMatchObject({ state: 'closed', rating: 5, closeReason: 'confirmed' });
    await eventually(async () => expect(await toldOf(one.number)).toContain('closed'));
    expect(await toldOf(one.number)).toContain('reopened');
  });

  test.each([
    { score: 3, solved: true, state: 'resolving' },
    { score: 5, solved: false, state: 'resolving' },
    { score: 4, solved: true, state: 'closed' },
  ])('$score, solved $solved leads to $state', async ({ score, solved, state }) => {
    const one = await openCase(app);
    await answerCase(admin, one.number);
    expect((await rate(await surveyTokenOf(app, one.path), { score, solved })).status).toBe(201);
    expect(await stateOf(admin, one.number)).toBe(state);
  });

  test('ten answers at once are one answer', async () => {
    const one = await openCase(app);
    await answerCase(admin, one.number);
    const token = await surveyTokenOf(app, one.path);
    const replies = await Promise.all(Array.from({ length: 10 }, () => rate(token, { score: 2, solved: false })));
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(await read(one.number)).toMatchObject({ reopenCount: 1 });
  });

  test('"not solved" by message ends the invitation of that round', async () => {
    const one = await openCase(app);
    await answerCase(admin, one.number);
    const token = await surveyTokenOf(app, one.path);
    expect((await track(one.path)).abilities.unsolved).toBe(true);
    const word = await app.anyone('POST', `${one.path}/messages`, { unsolved: true });
    expect(word.body, word.text).toMatchObject({ reopened: true });
    expect(await stateOf(admin, one.number)).toBe('resolving');
    expect((await rate(token, { score: 5, solved: true })).body).toMatchObject({ code: 'follow-up.survey_over' });
  });

  test('a score outside 1 to 5 and a strange token are refused', async () => {
    const one = await openCase(app);
    await answerCase(admin, one.number);
    const token = await surveyTokenOf(app, one.path);
    for (const answer of [
      { score: 0, solved: true },
      { score: 6, solved: true },
      { score: 2.5, solved: true },
      { score: 3 },
    ])
      expect((await rate(token, answer)).status).toBe(422);
    expect((await rate(one.token, { score: 1, solved: false })).status).toBe(404);
  });

  test('nobody answers: reminded after 3 days, closed after 7, each once', async () => {
    const one = await openCase(app);
    await answerCase(admin, one.number);
    await surveyTokenOf(app, one.path);
    clock.advance({ days: 3 });
    await settleUnanswered(app.app);
    await settleUnanswered(app.app);
    admin = await app.as('admin');
    expect((await toldOf(one.number)).filter((key) => key === 'survey')).toEqual(['survey']);
    expect(await stateOf(admin, one.number)).toBe('awaiting');
    clock.advance({ days: 4 });
    await settleUnanswered(app.app);
    admin = await app.as('admin');
    expect(await read(one.number)).toMatchObject({ state: 'closed', closeReason: 'no_answer' });
    expect((await settleUnanswered(app.app)).closed).toBe(0);
  });
});
