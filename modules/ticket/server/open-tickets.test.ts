import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type TestApp } from '#test/app.ts';
import { openTestTicket, openTestTickets } from '#test/ticket-factory.ts';
import { countOpenByOwner, selectTickets } from './ticket.queries.ts';
import { parseTicketNumber } from './number/ticket-number.ts';
import { openTickets } from './open-tickets.ts';
import { registerOpeningStage, type OpeningDraft } from './opening-stages.ts';
import { newId } from '#platform/server/crypto/ids.ts';

let it: TestApp;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
});
afterAll(() => it.stop());

const draftOf = (more: Partial<OpeningDraft> = {}): OpeningDraft => {
  const at = it.app.clock.now();
  return {
    id: newId(at),
    customer: null,
    subject: '漏水',
    content: '洗衣机漏水',
    channel: 'form',
    region: '',
    outletId: null,
    fields: {},
    occurredAt: null,
    at,
    contactName: '',
    triage: {},
    ...more,
  };
};

describe('a set of tickets', () => {
  test('is whole: number with check digit, owner, clock, message, event, in the order given', async () => {
    const owner = (await it.as('agent')).personId ?? '';
    const many = Array.from({ length: 64 }, (_, index) => ({
      departmentId: it.departments.east,
      ...(index % 2 === 0 ? { ownerId: owner } : {}),
      subject: `第 ${index} 单`,
      content: `内容 ${index} 🙂 "quoted" \\ 末`,
      fields: { order: `SN${index}` },
    }));
    const opened = await openTestTickets(it, many);
    expect(opened.map((ticket) => ticket.subject)).toEqual(many.map((wish) => wish.subject));
    expect(opened.map((ticket) => ticket.seq)).toEqual([...opened.map((ticket) => ticket.seq)].sort((a, b) => a - b));
    expect(opened.every((ticket) => parseTicketNumber(ticket.number).ok)).toBe(true);
    const rows = await it.app.db.read(everything, (tx) =>
      selectTickets(
        tx,
        opened.map((ticket) => ticket.id),
      ),
    );
    expect(rows).toHaveLength(64);
    for (const row of rows) {
      const ticket = opened.find((one) => one.id === row.id);
      expect(row).toMatchObject({
        number: ticket?.number,
        state: 'new',
        departmentId: it.departments.east,
        ownerId: ticket?.ownerId ?? null,
        fields: ticket?.fields,
        messageCount: 1,
        needsAnswer: true,
      });
      const first = Math.min(...(ticket?.dues ?? []).map((due) => due.dueAt.getTime()));
      expect(row.nextDueAt?.getTime()).toBe(first);
      const events = await it.app.db.read(everything, (tx) => eventsOf(tx, row.id, 0, 10));
      expect(events.map((event) => event.name)).toEqual(['ticket.opened']);
      expect(events[0]?.data).toMatchObject({
        number: row.number,
        departmentId: row.departmentId,
        ownerId: row.ownerId,
        spam: false,
      });
    }
    const bodies = await it.app.db.read(everything, (tx) =>
      sql<{
        body: string;
      }>`select body from ticket_message where ticket_id = any (${opened.map((ticket) => ticket.id)}::uuid[]) order by id`.execute(
        tx,
      ),
    );
    expect(bodies.rows.map((row) => row.body).sort()).toEqual(many.map((wish) => wish.content).sort());
    const loads = await it.app.db.read(everything, (tx) => countOpenByOwner(tx, [owner]));
    expect(loads).toEqual([{ ownerId: owner, open: 32 }]);
  });

  test('takes three statements, whatever its size', async () => {
    const counted = async (size: number): Promise<number> => {
      let statements = 0;
      await it.app.db.write(everything, async (tx) => {
        const executor = tx.getExecutor();
        const whole = executor.executeQuery.bind(executor);
        executor.executeQuery = (query) => {
          statements += 1;
          return whole(query);
        };
        await openTickets(
          tx,
          it.app,
          Array.from({ length: size }, () => draftOf()),
        );
      });
      return statements;
    };
    expect([await counted(1), await counted(64)]).toEqual([3, 3]);
  });

  test('leaves nothing behind when one of it cannot be kept', async () => {
    const drafts = [draftOf(), draftOf({ sourceKey: 'file:1' }), draftOf({ sourceKey: 'file:1' })];
    await expect(it.app.db.write(everything, (tx) => openTickets(tx, it.app, drafts))).rejects.toThrow(/ticket_source/);
    expect(
      await it.app.db.read(everything, (tx) =>
        selectTickets(
          tx,
          drafts.map((draft) => draft.id),
        ),
      ),
    ).toEqual([]);
  });

  test('a ticket without clock or department cannot exist', async () => {
    let spoil = (_draft: OpeningDraft): void => undefined;
    registerOpeningStage({ name: 'test-spoil', order: 2000, run: (drafts) => drafts.forEach((draft) => spoil(draft)) });
    const tried = () => it.app.db.write(everything, (tx) => openTickets(tx, it.app, [draftOf()]));
    spoil = (draft) => (draft.dues = []);
    await expect(tried()).rejects.toThrow(/without clock/);
    spoil = (draft) => delete draft.departmentId;
    await expect(tried()).rejects.toThrow(/without department/);
    spoil = (draft) => delete draft.level;
    await expect(tried()).rejects.toThrow(/without level/);
    spoil = () => undefined;
    await expect(tried()).resolves.toHaveLength(1);
  });

  test('spam waits aside without a deadline', async () => {
    const { id } = await openTestTicket(it, { departmentId: it.departments.east, spam: true });
    const [row] = await it.app.db.read(everything, (tx) => selectTickets(tx, [id]));
    expect(row).toMatchObject({ state: 'spam', nextDueAt: null });
  });

  test('a hundred at the same time get a hundred numbers', async () => {
    const sets = await Promise.all(
      Array.from({ length: 10 }, () =>
        openTestTickets(
          it,
          Array.from({ length: 10 }, () => ({ departmentId: it.departments.east })),
        ),
      ),
    );
    expect(new Set(sets.flat().map((ticket) => ticket.number)).size).toBe(100);
  });
});
