import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { everything, type Reach } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { can } from './ticket.access.ts';
import { trackingToken } from './tracking-link.ts';

let it: TestApp;
let east: Caller;
let west: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  east = await it.as('agent');
  west = await it.as('agent', it.departments.west);
});
afterAll(() => it.stop());

const actor = (reach: Reach, permissions: string[]): Actor => ({
  kind: 'user',
  id: 'p',
  name: '',
  locale: 'zh-CN',
  reach,
  permissions: new Set(permissions),
});

describe('can', () => {
  const ticket = { departmentId: 'd1', ownerId: 'p2' };
  test.each([
    ['all and the permission', { kind: 'all' }, ['ticket.reply'], true],
    ['all without the permission', { kind: 'all' }, ['ticket.read'], false],
    ['the unit', { kind: 'units', units: ['d1'], person: 'p1' }, ['ticket.reply'], true],
    ['another unit', { kind: 'units', units: ['d2'], person: 'p1' }, ['ticket.reply'], false],
    ['another unit, but it is his own', { kind: 'units', units: ['d2'], person: 'p2' }, ['ticket.reply'], true],
    ['own', { kind: 'own', person: 'p2' }, ['ticket.reply'], true],
    ["somebody else's", { kind: 'own', person: 'p1' }, ['ticket.reply'], false],
  ] satisfies [string, Reach, string[], boolean][])('%s', (_name, reach, permissions, expected) => {
    expect(can(actor(reach, permissions), 'ticket.reply', ticket)).toBe(expected);
  });
});

/** Every route of one ticket, so that none is forgotten when one is added. */
const everyRouteOf = (number: string): [string, string, unknown?][] => [
  ['GET', `/api/tickets/${number}`],
  ['GET', `/api/tickets/${number}/thread`],
  ['POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '您好' }],
  ['POST', `/api/tickets/${number}/messages`, { direction: 'note', body: '看看' }],
  ['POST', `/api/tickets/${number}/transitions`, { action: 'accept' }],
  ['POST', `/api/tickets/${number}/assign`, { claim: true }],
  ['POST', `/api/tickets/${number}/assign`, { departmentId: it.departments.west, reason: '我要' }],
  ['POST', `/api/tickets/${number}/classify`, { level: 1 }],
  ['POST', `/api/tickets/${number}/urge`],
  ['POST', `/api/tickets/${number}/follow`, { followed: true }],
  ['POST', `/api/tickets/${number}/links`, { number }],
  ['GET', `/api/tickets/${number}/draft`],
  ['PUT', `/api/tickets/${number}/draft`, { mode: 'out', body: '草稿' }],
  ['DELETE', `/api/tickets/${number}/draft`],
  ['POST', `/api/tickets/${number}/tasks`, { title: '查', dueAt: '2030-01-01T00:00:00Z' }],
];

describe('what lies outside of one’s reach', () => {
  test('is absent on every route, by number and by id, and unchanged afterwards', async () => {
    const { number, id } = await openTestTicket(it, { departmentId: it.departments.east });
    const before = (await east('GET', `/api/tickets/${number}`)).text;
    for (const name of [number, id]) {
      for (const [method, url, body] of everyRouteOf(name)) {
        const answer = await west(method, url, body);
        expect([answer.status, method, url], answer.text).toEqual([404, method, url]);
      }
    }
    expect((await east('GET', `/api/tickets/${number}`)).text).toBe(before);
  });

  test('looks exactly like what does not exist', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.east });
    const hidden = await west('GET', `/api/tickets/${number}`);
    const absent = await west('GET', '/api/tickets/00000000');
    const strip = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
    expect(strip(hidden.text)).toBe(strip(absent.text));
  });

  test('stays out of lists, counts, search and bulk', async () => {
    const { number, id } = await openTestTicket(it, {
      departmentId: it.departments.east,
      content: '限定词孔雀石在别处',
    });
    await it.app.db.write(everything, async (tx) => (await import('./index-search.ts')).indexTickets(tx, [id]));
    const urls = [
      'state=open',
      'sort=new',
      'sort=updated',
      'pool=true',
      'query=孔雀石',
      `query=${number}`,
      `department=${it.departments.east}`,
      `department=${it.departments.east}&query=孔雀石`,
    ];
    for (const url of urls) {
      expect((await west('GET', `/api/tickets?${url}`)).text, url).not.toContain(number);
      expect((await east('GET', `/api/tickets?${url}`)).text, url).toContain(number);
    }
    const bulk = await west('POST', '/api/tickets/bulk', {
      numbers: [number],
      action: { type: 'transition', action: 'accept' },
    });
    expect(bulk.body).toMatchObject({ done: 0, skipped: 1, results: [{ ok: false, code: 'not_found' }] });
  });

  test('the team above sees what lies below it', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.eastTeam });
    expect((await east('GET', `/api/tickets/${number}`)).status).toBe(200);
    expect((await east('GET', '/api/tickets?state=open&limit=200')).text).toContain(number);
    const team = await it.as('agent', it.departments.eastTeam);
    const above = await openTestTicket(it, { departmentId: it.departments.east });
    expect((await team('GET', `/api/tickets/${above.number}`)).status).toBe(404);
  });

  test('spam is shown to those who decide about it', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.east, spam: true });
    const handler = await it.as('handler');
    expect((await handler('GET', `/api/tickets/${number}`)).status).toBe(404);
    expect((await handler('GET', '/api/tickets?state=spam')).text).not.toContain(number);
    expect((await east('GET', '/api/tickets?sort=new')).text).not.toContain(number);
    expect((await east('GET', '/api/tickets?state=spam')).text).toContain(number);
    expect((await east('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '您好' })).status).toBe(
      409,
    );
    expect((await east('POST', `/api/tickets/${number}/transitions`, { action: 'restore' })).body).toMatchObject({
      state: 'new',
    });
  });

  test('a role without the permission is refused although he sees the ticket', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.east });
    const auditor = await it.as('auditor');
    expect((await auditor('GET', `/api/tickets/${number}`)).body).toMatchObject({
      abilities: { reply: false, note: false, assign: false, actions: [] },
    });
    for (const [method, url, body] of everyRouteOf(number).filter(
      ([method, url]) => method !== 'GET' && !/follow|urge/.test(url),
    )) {
      expect([(await auditor(method, url, body)).status, url]).toEqual([404, url]);
    }
    const handler = await it.as('handler');
    expect((await handler('POST', `/api/tickets/${number}/classify`, { level: 1 })).status).toBe(404);
    expect((await it.anyone('GET', `/api/tickets/${number}`)).status).toBe(401);
  });
});

/** What the second wall lets through when the first one is not asked at all. */
const rowsSeen = (reach: Reach, ticketId: string): Promise<{ tickets: number; messages: number; facts: number }> =>
  it.app.db.read(reach, async (tx) => {
    const found = await sql<{ tickets: number; messages: number; facts: number }>`
      select (select count(*)::int from ticket where id = ${ticketId}) as tickets,
        (select count(*)::int from ticket_message where ticket_id = ${ticketId}) as messages,
        (select count(*)::int from ticket_fact where id = ${ticketId}) as facts`.execute(tx);
    return found.rows[0] ?? { tickets: -1, messages: -1, facts: -1 };
  });

describe('row-level security alone', () => {
  const nobody = '00000000-0000-7000-8000-000000000000';
  test('refuses what is out of reach, reading and writing', async () => {
    const owner = east.personId ?? '';
    const { id } = await openTestTicket(it, { departmentId: it.departments.east, ownerId: owner });
    const one = { tickets: 1, messages: 1, facts: 1 };
    const none = { tickets: 0, messages: 0, facts: 0 };
    expect(await rowsSeen(everything, id)).toEqual(one);
    expect(await rowsSeen({ kind: 'units', units: [it.departments.east], person: nobody }, id)).toEqual(one);
    expect(await rowsSeen({ kind: 'units', units: [it.departments.west], person: nobody }, id)).toEqual(none);
    expect(await rowsSeen({ kind: 'units', units: [it.departments.west], person: owner }, id)).toEqual(one);
    expect(await rowsSeen({ kind: 'own', person: owner }, id)).toEqual(one);
    expect(await rowsSeen({ kind: 'own', person: nobody }, id)).toEqual(none);

    const stranger: Reach = { kind: 'units', units: [it.departments.west], person: nobody };
    const touched = await it.app.db.write(
      stranger,
      async (tx) => (await sql`update ticket set subject = 'x' where id = ${id}`.execute(tx)).numAffectedRows,
    );
    expect(touched).toBe(0n);
    const insert = it.app.db.write(stranger, (tx) =>
      sql`insert into ticket_message (id, ticket_id, direction, author_kind, body, channel, created_at) values (gen_random_uuid(), ${id}, 'note', 'person', 'x', 'form', now())`.execute(
        tx,
      ),
    );
    await expect(insert).rejects.toThrow(/row-level security/);
  });

  test('is in force for the role that the product uses', async () => {
    const found = await it.app.db.read(everything, (tx) =>
      sql<{ super: boolean; bypass: boolean; forced: boolean }>`select rolsuper as super, rolbypassrls as bypass,
        (select bool_and(relforcerowsecurity and relrowsecurity) from pg_class where relname in ('ticket', 'ticket_message')) as forced
        from pg_roles where rolname = current_user`.execute(tx),
    );
    expect(found.rows).toEqual([{ super: false, bypass: false, forced: true }]);
  });
});

describe('files', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const form = (): FormData => {
    const data = new FormData();
    data.append('file', new Blob([png], { type: 'image/png' }), '墙角.png');
    return data;
  };

  test('open for those who reach the ticket, and for the customer unless they hang on a note', async () => {
    const { number, id } = await openTestTicket(it, { departmentId: it.departments.east });
    const uploaded = async (): Promise<string> =>
      /"id":"([^"]+)"/.exec((await east('POST', `/api/tickets/${number}/attachments`, form())).text)?.[1] ?? '';
    const [shown, inner, unclaimed] = [await uploaded(), await uploaded(), await uploaded()];
    await east('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '请看', attachmentIds: [shown] });
    await east('POST', `/api/tickets/${number}/messages`, { direction: 'note', body: '内部', attachmentIds: [inner] });
    const token = trackingToken(it.app, id);
    const open = async (caller: Caller, url: string) => (await caller('GET', url)).status;
    expect(await open(east, `/api/attachments/${shown}`)).toBe(200);
    expect(await open(west, `/api/attachments/${shown}`)).toBe(404);
    expect(await open(it.anyone, `/api/attachments/${shown}`)).toBe(401);
    expect(await open(it.anyone, `/api/public/tracking/${token}/attachments/${shown}`)).toBe(200);
    expect(await open(it.anyone, `/api/public/tracking/${token}/attachments/${inner}`)).toBe(404);
    expect(await open(it.anyone, `/api/public/tracking/${token}/attachments/${unclaimed}`)).toBe(404);
    const other = await openTestTicket(it, { departmentId: it.departments.east });
    expect(await open(it.anyone, `/api/public/tracking/${trackingToken(it.app, other.id)}/attachments/${shown}`)).toBe(
      404,
    );
    const again = await east('POST', `/api/tickets/${number}/messages`, {
      direction: 'note',
      body: '再用',
      attachmentIds: [shown],
    });
    expect(again.body).toMatchObject({ code: 'ticket.attachment_missing' });
  });
});
