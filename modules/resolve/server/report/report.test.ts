import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dropFlows } from '#test/approval-flows.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { listCompensation, listVerdicts } from '../../contract.ts';
import { compensationReport, readScores } from '../../contract/report.ts';

const clock = fakeClock('2026-08-31T23:30:00+08:00');
let it: TestApp;
let admin: Caller;
let east: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web', clock });
  admin = await it.as('admin');
  east = await it.as('supervisor', it.departments.east);
  await dropFlows(admin, 'compensation');
});
afterAll(() => it.stop());

type Wish = { departmentId?: string; categoryKey?: string; level?: 1 | 2 | 3 };
const open = async (wish: Wish = {}): Promise<string> =>
  (await openTestTicket(it, { departmentId: it.departments.east, ...wish })).number;

const give = async (
  number: string,
  amountCents: number,
  more: object = {},
  until: 'draft' | 'agreed' | 'paid' = 'paid',
) => {
  const added = await admin('POST', `/api/tickets/${number}/compensation`, { kind: 'refund', amountCents, ...more });
  const id = listCompensation.reply.parse(added.body).items.at(-1)?.id ?? '';
  if (until === 'draft') return;
  expect((await admin('POST', `/api/compensation/${id}/submit`, {})).status).toBe(200);
  if (until === 'paid') expect((await admin('POST', `/api/compensation/${id}/paid`, {})).status).toBe(200);
};

const september = 'from=2026-09-01&to=2026-09-30';
const report = async (caller: Caller, query: string) => {
  const answer = await caller('GET', `/api/compensation-report?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return compensationReport.parse(answer.body);
};

describe('what customers were given', () => {
  test('is summed exactly by month, department, category and kind, each currency for itself', async () => {
    const late = await open();
    await give(late, 100);
    clock.set('2026-09-02T10:00:00+08:00');
    [admin, east] = [await it.as('admin'), await it.as('supervisor', it.departments.east)];
    const one = await open({ categoryKey: 'refund' });
    await give(one, 29);
    await give(one, 71, { kind: 'voucher' });
    await give(one, 5_000, { currency: 'USD' }, 'agreed');
    await give(one, 999_999, {}, 'draft');
    await give(await open({ departmentId: it.departments.west }), 10_000_000_001);

    const whole = await report(admin, september);
    expect(whole.totals).toEqual([
      { currency: 'CNY', lines: 3, paidCents: 10_000_000_101, promisedCents: 0, waitingCents: 0 },
      { currency: 'USD', lines: 1, paidCents: 0, promisedCents: 5_000, waitingCents: 0 },
    ]);
    expect(whole.rows.map((row) => [row.name, row.currency, row.paidCents])).toEqual([
      ['华西客服组', 'CNY', 10_000_000_001],
      ['华东客服组', 'CNY', 100],
      ['华东客服组', 'USD', 0],
    ]);
    const byMonth = await report(admin, 'from=2026-08-01&to=2026-09-30&by=month');
    expect(byMonth.rows.filter((row) => row.currency === 'CNY').map((row) => [row.key, row.lines])).toEqual([
      ['2026-09', 3],
      ['2026-08', 1],
    ]);
    const byKind = await report(admin, `${september}&by=kind`);
    expect(byKind.rows.find((row) => row.key === 'voucher')).toMatchObject({ paidCents: 71, lines: 1 });
    const byCategory = await report(admin, `${september}&by=category`);
    expect(byCategory.rows.filter((row) => row.key === '').map((row) => row.paidCents)).toEqual([10_000_000_001]);
  });

  test('ends at the walls of the reader', async () => {
    const seen = await report(east, september);
    expect(seen.rows.map((row) => row.name)).not.toContain('华西客服组');
    expect(seen.totals.find((sum) => sum.currency === 'CNY')?.paidCents).toBe(100);
    const west = await it.as('agent', it.departments.west);
    expect((await report(west, september)).totals).toEqual([
      { currency: 'CNY', lines: 1, paidCents: 10_000_000_001, promisedCents: 0, waitingCents: 0 },
    ]);
  });

  test('goes into a spreadsheet with exact amounts', async () => {
    const answer = await east('GET', `/api/compensation-report/sums.csv?${september}`);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('compensation-2026-09-01-2026-09-30.csv');
    const [head, ...rows] = answer.text.trim().split('\r\n');
    expect(head).toContain('月份,部门,类别,种类,币种,笔数,已支付');
    expect(rows).toContain('2026-09,华东客服组,refund,退款,CNY,1,0.29,0.00,0.00');
    expect(rows).toContain('2026-09,华东客服组,refund,退款,USD,1,0.00,50.00,0.00');
    expect(answer.text).not.toContain('华西客服组');
  });

  test('a period that makes no sense is refused', async () => {
    for (const query of ['from=2026-09-02&to=2026-09-01', 'from=2020-01-01&to=2026-09-01', 'from=x&to=y', ''])
      expect((await admin('GET', `/api/compensation-report?${query}`)).status).toBe(422);
  });
});

describe('who was responsible', () => {
  const judge = (number: string, body: object) =>
    admin('POST', `/api/tickets/${number}/verdicts`, { reason: '包装不牢', ...body });
  const scores = async (caller: Caller) =>
    readScores.reply.parse((await caller('GET', `/api/verdict-scores?${september}`)).body).items;

  test('weighs by level; what was lifted, and nobody’s fault, weighs nothing', async () => {
    const [first, second, third, fourth] = [
      await open({ level: 1 }),
      await open({ level: 3 }),
      await open({ level: 2 }),
      await open({ level: 2 }),
    ];
    const east1 = { party: 'department', departmentId: it.departments.east };
    const one = await judge(first, east1);
    expect(one.status, one.text).toBe(201);
    expect(listVerdicts.reply.parse(one.body).items[0]).toMatchObject({ departmentId: it.departments.east });
    await judge(second, east1);
    await judge(third, { party: 'supplier', supplier: '=cmd|顺达物流' });
    await judge(fourth, { party: 'none' });
    expect(await scores(admin)).toEqual([
      { party: 'department', name: '华东客服组', verdicts: 2, points: 12 },
      { party: 'supplier', name: '=cmd|顺达物流', verdicts: 1, points: 5 },
    ]);
    const [given] = listVerdicts.reply.parse((await admin('GET', `/api/tickets/${third}/verdicts`)).body).items;
    const id = given?.id ?? '';
    expect((await east('POST', `/api/verdicts/${id}/appeal`, { appeal: '不是我们' })).status).toBe(200);
    const chief = await it.as('supervisor');
    expect((await chief('POST', `/api/verdicts/${id}/answer`, { upheld: false, answer: '查无实据' })).status).toBe(200);
    expect((await scores(admin)).map((row) => row.party)).toEqual(['department']);
  });

  test('goes into a spreadsheet one verdict a row, and no cell of it runs', async () => {
    const answer = await admin('GET', `/api/verdict-scores/verdicts.csv?${september}`);
    const rows = answer.text.trim().split('\r\n');
    expect(rows).toHaveLength(5);
    expect(rows[0]).toContain('日期,工单,级别,类别,主办部门,责任类型,责任方,状态,分数,依据,认定人');
    expect(answer.text).toContain(', =cmd|顺达物流,撤销,0,');
    expect(answer.text).toContain('华东客服组,部门,华东客服组,已认定,10,包装不牢');
  });

  test('is for those who judge', async () => {
    const agent = await it.as('agent');
    expect((await agent('GET', `/api/verdict-scores?${september}`)).status).toBe(404);
    expect((await agent('GET', `/api/verdict-scores/verdicts.csv?${september}`)).status).toBe(404);
    const west = await it.as('supervisor', it.departments.west);
    expect(await scores(west)).toEqual([]);
  });
});
