import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { ticketRoutes } from '../contract.ts';
import { addLinks } from './link-tickets.ts';

let it: TestApp;
let agent: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  agent = await it.as('agent');
});
afterAll(() => it.stop());

const open = (departmentId = it.departments.east) => openTestTicket(it, { departmentId });
const linksOf = async (number: string, caller = agent) =>
  ticketRoutes.read.reply
    .parse((await caller('GET', `/api/tickets/${number}`)).body)
    .links.map((link) => [link.relation, link.number, link.score]);
const link = (number: string, other: string, kind?: string) =>
  agent('POST', `/api/tickets/${number}/links`, { number: other, ...(kind === undefined ? {} : { kind }) });

describe('links between tickets', () => {
  test('both sides show what one is to the other', async () => {
    const [parent, child, other] = [await open(), await open(), await open()];
    expect((await link(child.number, parent.number, 'child')).status).toBe(200);
    expect((await link(child.number, other.number, 'related')).status).toBe(200);
    expect(await linksOf(parent.number)).toEqual([['child', child.number, null]]);
    expect(await linksOf(child.number)).toEqual(
      expect.arrayContaining([
        ['parent', parent.number, null],
        ['related', other.number, null],
      ]),
    );
    expect(await linksOf(other.number)).toEqual([['related', child.number, null]]);
  });

  test('the same link from either end is one link, told of once', async () => {
    const [one, two] = [await open(), await open()];
    await link(one.number, two.number, 'related');
    await link(two.number, one.number, 'related');
    expect(await linksOf(one.number)).toHaveLength(1);
    const told = await it.app.db.read(everything, async (tx) => [
      ...(await eventsOf(tx, one.id, 0, 50)),
      ...(await eventsOf(tx, two.id, 0, 50)),
    ]);
    expect(told.filter((event) => event.name === 'ticket.linked')).toHaveLength(1);
  });

  test('a child has one parent, and a parent lies under nobody', async () => {
    const [parent, child, other] = [await open(), await open(), await open()];
    await link(child.number, parent.number, 'child');
    expect((await link(child.number, other.number, 'child')).body).toMatchObject({ code: 'ticket.link_nested' });
    expect((await link(other.number, child.number, 'child')).body).toMatchObject({ code: 'ticket.link_nested' });
    expect((await link(parent.number, other.number, 'child')).body).toMatchObject({ code: 'ticket.link_nested' });
    expect((await link(parent.number, parent.number, 'related')).body).toMatchObject({ code: 'ticket.link_circle' });
  });

  test('come off again, proposed ones and repeats too, and a link that is not there is not found', async () => {
    const [one, two] = [await open(), await open()];
    await it.app.db.write(everything, (tx) =>
      addLinks(tx, it.app, systemActor, [{ ticketId: two.id, otherId: one.id, kind: 'duplicate', score: 0.75 }]),
    );
    expect(await linksOf(one.number)).toEqual([['duplicated_by', two.number, 0.75]]);
    await link(two.number, one.number);
    expect(await linksOf(two.number)).toHaveLength(2);
    const drop = () => agent('POST', `/api/tickets/${one.number}/unlink`, { number: two.number });
    expect((await drop()).status).toBe(200);
    expect(await linksOf(two.number)).toEqual([]);
    expect((await drop()).status).toBe(404);
  });

  test('nobody learns of a ticket beyond his reach, and nobody links to one', async () => {
    const [near, far] = [await open(), await open(it.departments.west)];
    await it.app.db.write(everything, (tx) =>
      addLinks(tx, it.app, systemActor, [{ ticketId: near.id, otherId: far.id, kind: 'related' }]),
    );
    expect(await linksOf(near.number)).toEqual([]);
    expect(await linksOf(near.number, await it.as('supervisor'))).toEqual([['related', far.number, null]]);
    expect((await link(near.number, far.number, 'child')).status).toBe(404);
    const handler = await it.as('handler');
    expect((await handler('POST', `/api/tickets/${near.number}/links`, { number: near.number })).status).toBe(404);
  });
});
