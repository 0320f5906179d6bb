import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import {
  addAttempt,
  callBackRuleSchema,
  callBacksOfTicket,
  callBackView,
  claimNextCallBack,
  listCallBackRules,
  listCallBacks,
  readCallBackFigures,
  type AttemptInput,
  type CallBackView,
} from '../../contract/call-back.ts';
import { answerCase, openCase, stateOf, surveyTokenOf, type Case } from '../cases.fixture.ts';
import { settleUnanswered } from '../settle-unanswered.job.ts';

// A Wednesday without a holiday near it.
const clock = fakeClock('2026-09-09T10:00:00+08:00');
let app: TestApp;
let admin: Caller;
let colleague: Caller;
beforeAll(async () => {
  app = await startTestApp({ clock });
  await again();
});
afterAll(() => app.stop());

/** Sessions end while days go by. */
const again = async (): Promise<void> => {
  admin = await app.as('admin');
  colleague = await app.as('supervisor');
};

const plain = {
  nameEn: '',
  enabled: true,
  sort: 5,
  kinds: [],
  levels: [],
  categoryKeys: [],
  channels: [],
  instead: false,
  afterMinutes: 60,
  spacingMinutes: 120,
  mostAttempts: 2,
  templateId: null,
};

const withRule = async <T>(rule: object, run: () => Promise<T>): Promise<T> => {
  const made = await admin('POST', '/api/call-back-rules', { ...plain, name: '测试', ...rule });
  expect(made.status, made.text).toBe(201);
  const { id } = callBackRuleSchema.parse(made.body);
  try {
    return await run();
  } finally {
    expect((await admin('DELETE', `/api/call-back-rules/${id}`)).status).toBe(204);
  }
};

const callsOf = async (number: string) =>
  callBacksOfTicket.reply.parse((await admin('GET', `/api/call-backs/of-ticket/${number}`)).body).items;

const callOf = (number: string) =>
  eventually(async () => {
    const [call] = await callsOf(number);
    if (!call) throw new Error('no call yet');
    return call;
  });

let tail = 1000;
const openWithPhone = (): Promise<Case> => openCase(app, { name: '王敏', phone: `1380000${(tail += 1)}` });

/** A ticket of which the customer is to be called, by hand. */
const planned = async (body: object = {}): Promise<{ one: Case; call: CallBackView }> => {
  const one = await openWithPhone();
  await answerCase(admin, one.number);
  await surveyTokenOf(app, one.path);
  const made = await admin('POST', `/api/call-backs/of-ticket/${one.number}`, body);
  expect(made.status, made.text).toBe(201);
  return { one, call: callBackView.parse(made.body) };
};

const take = (caller: Caller, id: string): Promise<Answer> => caller('POST', `/api/call-backs/${id}/claim`);
const attempt = (caller: Caller, id: string, input: Partial<AttemptInput>): Promise<Answer> =>
  caller('POST', `/api/call-backs/${id}/attempts`, { attempts: 0, ...input });
const made = (answer: Answer) => {
  expect(answer.status, answer.text).toBe(201);
  return addAttempt.reply.parse(answer.body);
};
const code = (answer: Answer): string => z.object({ code: z.string() }).parse(answer.body).code;
const detail = z.object({
  state: z.string(),
  rating: z.int().nullable(),
  reopenCount: z.int(),
  closeReason: z.string().nullable(),
  tasks: z.array(z.object({ titleKey: z.string(), doneAt: z.string().nullable() })),
});
const read = async (number: string) => detail.parse((await admin('GET', `/api/tickets/${number}`)).body);
const rate = (token: string, answer: object) => app.anyone('POST', `/api/public/surveys/${token}`, answer);

describe('rules', () => {
  test('the shipped ones stand there; only who manages rules sees and changes them', async () => {
    const shipped = listCallBackRules.reply.parse((await admin('GET', '/api/call-back-rules')).body).items;
    expect(shipped.map((rule) => [rule.occasion, rule.enabled])).toEqual([
      ['answered', true],
      ['low_score', false],
      ['no_answer', false],
    ]);
    const agent = await app.as('agent');
    expect((await agent('GET', '/api/call-back-rules')).status).toBe(404);
    expect((await agent('POST', '/api/call-back-rules', plain)).status).toBe(404);
    const unknown = { ...plain, name: '一', occasion: 'answered', templateId: '0a280000-0000-7000-8000-0000000000ff' };
    expect(code(await admin('POST', '/api/call-back-rules', unknown))).toBe('follow-up.unknown_template');
    expect((await admin('POST', '/api/call-back-rules', { ...plain, name: '', occasion: 'answered' })).status).toBe(
      422,
    );
    const missing = '/api/call-back-rules/0a280000-0000-7000-8000-0000000000ff';
    expect((await admin('PUT', missing, { ...plain, name: '一', occasion: 'answered' })).status).toBe(404);
    expect((await admin('DELETE', missing)).status).toBe(404);
  });

  test('an answer has the customer called in working time, beside the survey; without a number nobody is', async () => {
    await withRule({ occasion: 'answered' }, async () => {
      const [one, without] = [await openWithPhone(), await openCase(app, { email: 'a@example.com' })];
      await answerCase(admin, one.number);
      await answerCase(admin, without.number);
      const call = await callOf(one.number);
      expect(call).toMatchObject({ occasion: 'answered', state: 'waiting', attempts: 0, mostAttempts: 2 });
      expect(call.dueAt).toBe('2026-09-09T03:00:00.000Z');
      expect(call.customer.maskedPhone).toMatch(/^138\*{4}\d{4}$/);
      await surveyTokenOf(app, one.path);
      await surveyTokenOf(app, without.path);
      expect(await callsOf(without.number)).toEqual([]);
    });
  });

  test('instead of the survey: no link is shown; not reached, the link goes out with the reminder after all', async () => {
    await withRule({ occasion: 'answered', instead: true, afterMinutes: 0, mostAttempts: 1 }, async () => {
      const one = await openWithPhone();
      await answerCase(admin, one.number);
      const call = await callOf(one.number);
      const shown = await app.anyone('GET', one.path);
      expect(shown.body).toMatchObject({ surveyPath: null });
      await take(admin, call.id);
      const done = made(await attempt(admin, call.id, { outcome: 'no_answer' }));
      expect(done.callBack).toMatchObject({ state: 'unreached', endedAs: 'no_answer', attempts: 1 });
      expect(await surveyTokenOf(app, one.path)).not.toBe('');
    });
  });

  test('a low score by link has the customer called; speaking to him ends the follow-up', async () => {
    await withRule({ occasion: 'low_score', afterMinutes: 0 }, async () => {
      const one = await openWithPhone();
      await answerCase(admin, one.number);
      expect((await rate(await surveyTokenOf(app, one.path), { score: 1, solved: false })).status).toBe(201);
      const call = await callOf(one.number);
      expect(call).toMatchObject({ occasion: 'low_score', state: 'waiting' });
      await take(admin, call.id);
      const done = made(await attempt(admin, call.id, { outcome: 'not_solved', note: '要求换新机' }));
      // It is open already: nothing is opened twice.
      expect(done).toMatchObject({ reopened: false, closed: false, callBack: { state: 'reached', asksScore: false } });
      const now = await read(one.number);
      expect(now).toMatchObject({ state: 'resolving', reopenCount: 1, rating: 1 });
      expect(now.tasks.map((task) => [task.titleKey, task.doneAt !== null])).toEqual([['low_score', true]]);
    });
  });

  test('who does not rate is called after the reminder, and the case waits for that', async () => {
    const one = await withRule({ occasion: 'no_answer', afterMinutes: 0 }, async () => {
      const silent = await openWithPhone();
      await answerCase(admin, silent.number);
      await surveyTokenOf(app, silent.path);
      clock.advance({ days: 3 });
      await settleUnanswered(app.app);
      await again();
      return silent;
    });
    expect(await callOf(one.number)).toMatchObject({ occasion: 'no_answer', state: 'waiting' });
    clock.advance({ days: 6 });
    await settleUnanswered(app.app);
    await again();
    expect(await stateOf(admin, one.number)).toBe('awaiting');
    const [call] = await callsOf(one.number);
    expect((await admin('POST', `/api/call-backs/${call?.id}/withdraw`, { reason: '客户在国外' })).status).toBe(200);
    await settleUnanswered(app.app);
    expect(await read(one.number)).toMatchObject({ state: 'closed', closeReason: 'no_answer' });
  });
});

describe('planning by hand', () => {
  test('a template of the rule is read aloud, in the words of the company', async () => {
    const body = { title: '家电回访话术', body: '{{customerName}}，{{number}} 的机器装好了吗？', categoryKey: null };
    const template = z.object({ id: z.string() }).parse((await admin('POST', '/api/templates', body)).body);
    await withRule({ occasion: 'answered', templateId: template.id }, async () => {
      const one = await openWithPhone();
      await answerCase(admin, one.number);
      const { id } = await callOf(one.number);
      const view = callBackView.parse((await admin('GET', `/api/call-backs/${id}`)).body);
      expect(view.script).toBe(`王敏，${one.number.slice(0, 4)}-${one.number.slice(4)} 的机器装好了吗？`);
    });
  });

  test('one waits at a time, at a time that makes sense, for a customer with a number', async () => {
    const { one, call } = await planned({ note: '问问安装' });
    expect(call).toMatchObject({ occasion: 'manual', note: '问问安装', asksScore: true, state: 'waiting' });
    expect(call.script).toContain(one.number.slice(0, 4));
    expect(call.lastReply).toContain('新机今天发出');
    const url = `/api/call-backs/of-ticket/${one.number}`;
    expect(code(await admin('POST', url, {}))).toBe('follow-up.call_waits');
    const other = await openWithPhone();
    const plan = (body: object) => admin('POST', `/api/call-backs/of-ticket/${other.number}`, body);
    expect(code(await plan({ dueAt: '2026-09-01T10:00:00+08:00' }))).toBe('follow-up.call_in_past');
    expect(code(await plan({ dueAt: '2027-09-01T10:00:00+08:00' }))).toBe('follow-up.call_too_late');
    const nobody = await openCase(app);
    expect(code(await admin('POST', `/api/call-backs/of-ticket/${nobody.number}`, {}))).toBe('follow-up.no_phone');
  });

  test('ten at once plan one', async () => {
    const one = await openWithPhone();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => admin('POST', `/api/call-backs/of-ticket/${one.number}`, {})),
    );
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });
});

describe('the queue', () => {
  test('a call is as visible as its ticket, and an auditor only looks', async () => {
    const { one, call } = await planned();
    const west = await app.as('agent', app.departments.west);
    const auditor = await app.as('auditor');
    for (const [method, rest] of [
      ['GET', ''],
      ['POST', '/claim'],
      ['POST', '/release'],
    ] as const)
      expect((await west(method, `/api/call-backs/${call.id}${rest}`)).status).toBe(404);
    expect((await west('GET', `/api/call-backs/of-ticket/${one.number}`)).status).toBe(404);
    expect((await attempt(west, call.id, { outcome: 'busy' })).status).toBe(404);
    const seen = listCallBacks.reply.parse((await west('GET', '/api/call-backs?limit=200')).body).items;
    expect(seen.map((row) => row.id)).not.toContain(call.id);
    expect((await auditor('GET', `/api/call-backs/${call.id}`)).body).toMatchObject({
      abilities: { claim: false, attempt: false, withdraw: false },
    });
    expect((await take(auditor, call.id)).status).toBe(404);
  });

  test('pages follow each other in order of urgency; a strange cursor is refused', async () => {
    await planned({ dueAt: new Date(clock.now().getTime() + 3_600_000).toISOString() });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer = await admin('GET', `/api/call-backs?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      const page: z.infer<typeof listCallBacks.reply> = listCallBacks.reply.parse(answer.body);
      seen.push(...page.items.map((row) => row.dueAt));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted());
    expect(code(await admin('GET', '/api/call-backs?cursor=x'))).toBe('follow-up.bad_cursor');
  });

  test('two who take one call: one has it, the other learns who; after a while it is free again', async () => {
    const { call } = await planned();
    const replies = await Promise.all([take(admin, call.id), take(colleague, call.id)]);
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
    const lost = replies.findIndex((reply) => reply.status === 409);
    expect(replies[lost]?.body).toMatchObject({ code: 'follow-up.call_taken' });
    expect(replies[lost]?.text).toMatch(/"name":"(admin|supervisor) /);
    const loser = lost === 0 ? admin : colleague;
    expect(code(await attempt(loser, call.id, { outcome: 'busy' }))).toBe('follow-up.call_not_taken');
    expect(code(await loser('POST', `/api/call-backs/${call.id}/release`))).toBe('follow-up.call_taken');
    clock.advance({ minutes: 31 });
    expect((await take(loser, call.id)).status).toBe(200);
  });

  test('ten who ask for the next get ten different calls', async () => {
    for (let index = 0; index < 6; index += 1) await planned();
    const replies = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const caller = await app.as(index % 2 === 0 ? 'admin' : 'supervisor');
        return claimNextCallBack.reply.parse((await caller('POST', '/api/call-backs/next', {})).body).callBack?.id;
      }),
    );
    expect(new Set(replies).size).toBe(6);
    expect(replies).not.toContain(undefined);
  });
});

describe('how a call went', () => {
  test('solved with a score counts like a rating by link and closes the case; the link is answered then', async () => {
    const { one, call } = await planned();
    const token = await surveyTokenOf(app, one.path);
    await take(admin, call.id);
    const done = made(await attempt(admin, call.id, { outcome: 'solved', score: 5, note: '很满意' }));
    expect(done).toMatchObject({ closed: true, reopened: false, callBack: { state: 'reached', endedAs: 'solved' } });
    expect(await read(one.number)).toMatchObject({ state: 'closed', rating: 5, closeReason: 'confirmed' });
    const late = await rate(token, { score: 1, solved: false });
    expect([late.status, code(late)]).toEqual([409, 'follow-up.already_answered']);
    const thread = await admin('GET', `/api/tickets/${one.number}/thread?limit=100`);
    expect(thread.text).toContain('call_back.reached');
    expect(thread.text).toContain('很满意');
    // What a colleague wrote down is no message to the customer.
    expect((await app.anyone('GET', one.path)).text).not.toContain('很满意');
  });

  test('not solved opens the same number again with a follow-up in 24 h, with or without a score', async () => {
    for (const score of [undefined, 2]) {
      const { one, call } = await planned();
      await take(admin, call.id);
      const input = { outcome: 'not_solved' as const, ...(score === undefined ? {} : { score }) };
      expect(made(await attempt(admin, call.id, input))).toMatchObject({ reopened: true, closed: false });
      const now = await read(one.number);
      expect(now).toMatchObject({ state: 'resolving', reopenCount: 1, rating: score ?? null });
      expect(now.tasks).toEqual([expect.objectContaining({ titleKey: 'low_score', doneAt: null })]);
    }
  });

  test('solved but rated low opens it again, as by link', async () => {
    const { one, call } = await planned();
    await take(admin, call.id);
    expect(made(await attempt(admin, call.id, { outcome: 'solved', score: 2 }))).toMatchObject({ reopened: true });
    expect(await stateOf(admin, one.number)).toBe('resolving');
  });

  test('solved without a score closes and leaves the rating to the link', async () => {
    const { one, call } = await planned();
    const token = await surveyTokenOf(app, one.path);
    await take(admin, call.id);
    expect(made(await attempt(admin, call.id, { outcome: 'solved' }))).toMatchObject({ closed: true });
    expect((await rate(token, { score: 5, solved: true })).status).toBe(201);
    expect(await read(one.number)).toMatchObject({ state: 'closed', rating: 5 });
  });

  test('nobody there: tried again in working time, by anybody, and given up in the end', async () => {
    const { call } = await planned();
    clock.set('2026-10-14T17:30:00+08:00');
    await again();
    for (const [no, outcome] of [
      [0, 'busy'],
      [1, 'no_answer'],
      [2, 'busy'],
    ] as const) {
      await take(no === 1 ? colleague : admin, call.id);
      const done = made(await attempt(no === 1 ? colleague : admin, call.id, { outcome, attempts: no }));
      if (no < 2) expect(done.callBack).toMatchObject({ state: 'waiting', claimedBy: null, attempts: no + 1 });
      // Two working hours after half past five: the next morning.
      if (no === 0) expect(done.callBack.dueAt.slice(0, 10)).toBe('2026-10-15');
      if (no === 2) expect(done.callBack).toMatchObject({ state: 'unreached', endedAs: 'busy' });
    }
    const closed = callBackView.parse((await admin('GET', `/api/call-backs/${call.id}`)).body);
    expect(closed.history.map((one) => one.outcome)).toEqual(['busy', 'no_answer', 'busy']);
    expect(code(await attempt(admin, call.id, { outcome: 'solved', attempts: 3 }))).toBe('follow-up.call_over');
  });

  test('another time is the customer’s: it needs one, in the future', async () => {
    const { call } = await planned();
    await take(admin, call.id);
    expect(code(await attempt(admin, call.id, { outcome: 'later' }))).toBe('follow-up.call_time_missing');
    const past = new Date(clock.now().getTime() - 1000).toISOString();
    expect(code(await attempt(admin, call.id, { outcome: 'later', callAt: past }))).toBe('follow-up.call_in_past');
    const callAt = new Date(clock.now().getTime() + 86_400_000).toISOString();
    expect(made(await attempt(admin, call.id, { outcome: 'later', callAt })).callBack).toMatchObject({ dueAt: callAt });
  });

  test('a score without anybody reached, and a call nobody took, are refused', async () => {
    const { call } = await planned();
    expect(code(await attempt(admin, call.id, { outcome: 'busy' }))).toBe('follow-up.call_not_taken');
    await take(admin, call.id);
    expect(code(await attempt(admin, call.id, { outcome: 'busy', score: 3 }))).toBe('follow-up.score_unreached');
    expect((await attempt(admin, call.id, { outcome: 'solved', score: 9 })).status).toBe(422);
  });
});

describe('races', () => {
  test('the same outcome twice is written once', async () => {
    const { one, call } = await planned();
    await take(admin, call.id);
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => attempt(admin, call.id, { outcome: 'not_solved', score: 1 })),
    );
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await read(one.number)).toMatchObject({ reopenCount: 1 });
    const busy = await planned();
    await take(admin, busy.call.id);
    const twice = await Promise.all([1, 2].map(() => attempt(admin, busy.call.id, { outcome: 'busy' })));
    expect(twice.map((reply) => reply.status).toSorted()).toEqual([201, 409]);
  });

  test('the customer rates by link while the call is on: one of the two counts, and the call is over', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { one, call } = await planned();
      const token = await surveyTokenOf(app, one.path);
      await take(admin, call.id);
      const [byLink, byPhone] = await Promise.all([
        rate(token, { score: 5, solved: true }),
        attempt(admin, call.id, { outcome: 'solved', score: 4 }),
      ]);
      expect([byLink.status, byPhone.status].toSorted()).toEqual([201, 409]);
      const now = await read(one.number);
      expect(now).toMatchObject({ state: 'closed', rating: byLink.status === 201 ? 5 : 4 });
      const [ended] = await callsOf(one.number);
      expect(ended?.endedAs).toBe(byLink.status === 201 ? 'rated' : 'solved');
    }
  });

  test('the customer says "not solved" by message: the call about the answer is not needed any more', async () => {
    await withRule({ occasion: 'answered' }, async () => {
      const one = await openWithPhone();
      await answerCase(admin, one.number);
      await callOf(one.number);
      expect((await app.anyone('POST', `${one.path}/messages`, { unsolved: true })).status).toBe(201);
      await eventually(async () => {
        expect((await callsOf(one.number))[0]).toMatchObject({ state: 'over', endedAs: 'reopened' });
      });
    });
  });

  test('a call follows its ticket to another department', async () => {
    const { one, call } = await planned();
    const reopened = { action: 'reopen', reason: '客户来电' };
    expect((await admin('POST', `/api/tickets/${one.number}/transitions`, reopened)).status).toBe(200);
    const move = { departmentId: app.departments.west, reason: '归华西' };
    expect((await admin('POST', `/api/tickets/${one.number}/assign`, move)).status).toBe(200);
    const west = await app.as('agent', app.departments.west);
    await eventually(async () => {
      const page = listCallBacks.reply.parse((await west('GET', '/api/call-backs?limit=200')).body);
      expect(page.items.map((row) => row.id)).toContain(call.id);
    });
  });
});

test('the figures say what was reached and solved', async () => {
  const before = readCallBackFigures.reply.parse((await admin('GET', '/api/call-backs/figures')).body);
  const { call } = await planned();
  await take(admin, call.id);
  made(await attempt(admin, call.id, { outcome: 'solved', score: 5 }));
  const other = await planned();
  await take(admin, other.call.id);
  made(await attempt(admin, other.call.id, { outcome: 'wrong_number' }));
  const after = readCallBackFigures.reply.parse((await admin('GET', '/api/call-backs/figures')).body);
  expect(after).toMatchObject({
    ended: before.ended + 2,
    reached: before.reached + 1,
    solved: before.solved + 1,
    attempts: before.attempts + 2,
    waiting: before.waiting,
  });
});
