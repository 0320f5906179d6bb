import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { listCorrections, readAccuracy, readFieldAccuracy } from '../../contract.ts';
import { gatherLabels } from './gather-labels.ts';
import { judgedTickets } from './correction.queries.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'all' });
  admin = await it.as('admin');
  agent = await it.as('agent');
});
afterAll(() => it.stop());

const open = async () => {
  const { number } = await openTestTicket(it, {
    departmentId: it.departments.east,
    subject: '杯子收到了',
    content: '杯子收到了，气死我了，杯口有裂纹，太差劲了。',
  });
  return ticketRoutes.read.reply.parse((await agent('GET', `/api/tickets/${number}`)).body);
};
const correct = (number: string, body: object, caller = agent) =>
  caller('POST', `/api/tickets/${number}/classify`, body);
const weekOf = async (field: string) => {
  const { fields } = readAccuracy.reply.parse((await admin('GET', '/api/classify/accuracy')).body);
  return fields.find((one) => one.field === field)?.week;
};

describe('a mood that a person corrects', () => {
  test('stands on the ticket, in its story, and is training data at once', async () => {
    const ticket = await open();
    expect(ticket.sentiment).toBe(-1);
    await eventually(async () => {
      if ((await weekOf('sentiment'))?.decided !== 1) throw new Error('not counted yet');
    });
    const answer = await correct(ticket.number, { sentiment: 0, version: ticket.version });
    expect(answer.status, answer.text).toBe(200);
    expect(ticketRoutes.read.reply.parse((await agent('GET', `/api/tickets/${ticket.number}`)).body).sentiment).toBe(0);
    const corrections = await eventually(async () => {
      const found = listCorrections.reply.parse((await admin('GET', '/api/classify/corrections?field=sentiment')).body);
      if (found.items.length === 0) throw new Error('not kept yet');
      return found.items;
    });
    expect(corrections[0]).toMatchObject({
      field: 'sentiment',
      predicted: '-1',
      corrected: '0',
      number: ticket.number,
    });
    const judged = await it.app.db.read(everything, (tx) => judgedTickets(tx, 10));
    expect(judged).toContainEqual({ ticketId: ticket.id, field: 'sentiment' });
    const { sentiment } = await gatherLabels(it.app);
    expect(sentiment.map((one) => [one.ticketId, one.label])).toEqual([[ticket.id, '0']]);
    expect(await weekOf('sentiment')).toMatchObject({ decided: 1, corrected: 1 });
    // Nothing is learned yet: the page says how far it is to the first step.
    const page = await admin('GET', '/api/classify/accuracy/sentiment');
    const { report, nextSteps } = readFieldAccuracy.reply.parse(page.body);
    expect(report).toBeNull();
    expect(nextSteps).toEqual([{ label: '0', rows: 1, missing: 29, step: 'suggest' }]);
  });

  test('corrected twice counts one mistake; the same again changes nothing', async () => {
    const ticket = await open();
    await correct(ticket.number, { sentiment: 1 });
    await correct(ticket.number, { sentiment: 1 });
    await correct(ticket.number, { sentiment: 0 });
    const thread = z.object({ items: z.array(z.object({ type: z.string(), name: z.string().optional() })) });
    const { items } = thread.parse((await agent('GET', `/api/tickets/${ticket.number}/thread`)).body);
    expect(items.filter((one) => one.name === 'ticket.reclassified')).toHaveLength(2);
    await eventually(async () => {
      if ((await weekOf('sentiment'))?.corrected !== 2) throw new Error('not counted yet');
    });
  });

  test('is refused beyond the three, and by those who may not', async () => {
    const ticket = await open();
    expect((await correct(ticket.number, { sentiment: 2 })).status).toBe(422);
    const auditor = await it.as('auditor');
    expect((await correct(ticket.number, { sentiment: 1 }, auditor)).status).toBe(404);
  });
});
