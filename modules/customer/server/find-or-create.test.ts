import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type TestApp } from '#test/app.ts';
import {
  addCustomers,
  contactOf,
  customersByIds,
  findOrCreateCustomers,
  lookUpCustomers,
  phoneTailOf,
  phoneTailsOf,
  type CustomerInput,
} from './index.ts';
import { identitiesOf, identityKey } from './identity.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ role: 'web' });
});
afterAll(() => test.stop());

const at = new Date('2026-03-02T01:00:00Z');
const find = (many: readonly Omit<CustomerInput, 'at'>[]) =>
  test.app.db.write(everything, (tx) =>
    findOrCreateCustomers(
      tx,
      many.map((each) => ({ ...each, at })),
    ),
  );
const idsOf = async (many: readonly Omit<CustomerInput, 'at'>[]): Promise<(string | null)[]> =>
  (await find(many)).map((each) => each?.id ?? null);

let people = 13_800_000_000;
const newPhone = (): string => String((people += 1));

describe('finding or creating customers', () => {
  it('answers in the order asked, one customer per person, nobody for an anonymous voice', async () => {
    const phone = newPhone();
    const [first, second, nobody, third, named, again] = await idsOf([
      { name: '王小明', phone, email: 'Wang@Example.com' },
      { phone: `+86 ${phone}` },
      {},
      { email: 'wang@example.com' },
      { name: '只有名字' },
      { name: '只有名字' },
    ]);
    expect(new Set([first, second, third]).size).toBe(1);
    expect(nobody).toBeNull();
    expect(named).not.toBe(again);
    expect(await idsOf([{ email: 'WANG@example.com' }])).toEqual([first]);
  });

  it('lets nobody attach a contact of his own to somebody whose phone he knows', async () => {
    const phone = newPhone();
    const [victim] = await idsOf([{ name: '王小明', phone }]);
    expect(await idsOf([{ phone, email: 'stranger@example.com' }])).toEqual([victim]);
    const contact = await test.app.db.read(everything, (tx) => contactOf(tx, victim ?? ''));
    expect(contact?.email).toBeUndefined();
    expect(await idsOf([{ email: 'stranger@example.com' }])).not.toEqual([victim]);
  });

  it('takes the more certain identity when two lead to different customers, and moves neither', async () => {
    const [phoneA, phoneB] = [newPhone(), newPhone()];
    const [a, b] = await idsOf([{ phone: phoneA }, { phone: phoneB, email: 'b@example.com' }]);
    expect(await idsOf([{ phone: phoneA, email: 'b@example.com' }])).toEqual([a]);
    expect(await idsOf([{ email: 'b@example.com' }])).toEqual([b]);
    expect(
      await idsOf([
        { externalId: 'crm-1', phone: phoneA },
        { externalId: 'crm-1', phone: phoneB },
      ]),
    ).toEqual([a, a]);
  });

  it('lets one of two who add the same newcomer fail whole, and the second look finds the other one', async () => {
    const input = { phone: newPhone(), name: '同一个人', at };
    const add = (before: () => Promise<unknown>) =>
      test.app.db.write(everything, async (tx) => {
        const found = await lookUpCustomers(tx, [input]);
        await before();
        return addCustomers(tx, found);
      });
    const [other] = await Promise.allSettled([add(() => idsOf([input]))]);
    expect(other).toMatchObject({ status: 'rejected', reason: { code: '23505' } });
    const again = await add(() => Promise.resolve());
    expect(again.refs[0]?.id).toBe((await idsOf([input]))[0]);
    expect([...again.known]).toEqual([again.refs[0]?.id]);
  });

  it('fills in a name and a region that were unknown, and overwrites none', async () => {
    const phone = newPhone();
    const [created] = await find([{ phone }]);
    const [filled] = await find([{ phone, name: '李雷', region: '华东' }]);
    expect(filled).toMatchObject({ id: created?.id, name: '李雷', region: '华东' });
    await find([{ phone, name: '别的名字', region: '华南' }]);
    const [row] = await test.app.db.read(everything, (tx) => customersByIds(tx, [created?.id ?? '']));
    expect(row).toMatchObject({ name: '李雷', region: '华东' });
  });

  it('names a customer whom an earlier row of the same set brought without a name', async () => {
    const phone = newPhone();
    const [first, second] = await find([{ phone }, { phone, name: '韩梅梅' }]);
    expect(second?.id).toBe(first?.id);
    const [row] = await test.app.db.read(everything, (tx) => customersByIds(tx, [first?.id ?? '']));
    expect(row?.name).toBe('韩梅梅');
  });

  it('gives one customer to any number of transactions that add the same person at once', async () => {
    const phones = Array.from({ length: 5 }, newPhone);
    const email = 'race@example.com';
    const rounds = await Promise.all(
      Array.from({ length: 16 }, (_none, index) => {
        const shuffled = index % 2 === 0 ? phones : [...phones].reverse();
        return find(shuffled.map((phone, at) => ({ phone, ...(at === 0 ? { email } : {}) })));
      }),
    );
    const byPhone = new Map<string, Set<string>>();
    rounds.forEach((refs, index) => {
      const shuffled = index % 2 === 0 ? phones : [...phones].reverse();
      refs.forEach((ref, place) => {
        const key = shuffled[place] ?? '';
        byPhone.set(key, (byPhone.get(key) ?? new Set()).add(ref?.id ?? ''));
      });
    });
    expect([...byPhone.values()].map((ids) => ids.size)).toEqual([1, 1, 1, 1, 1]);
    const all = await test.app.db.read(everything, (tx) =>
      customersByIds(
        tx,
        [...byPhone.values()].flatMap((ids) => [...ids]),
      ),
    );
    expect(all).toHaveLength(5);
  });

  it('does for a set what it does for the same people one by one', async () => {
    let world = 0;
    const person = fc.record(
      {
        name: fc.constantFrom('', '甲', '乙'),
        phone: fc.constantFrom('1', '2', '3'),
        email: fc.constantFrom('a', 'b', 'c'),
        externalId: fc.constantFrom('x', 'y'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 8 }), async (drawn) => {
        const inWorld = (): Omit<CustomerInput, 'at'>[] => {
          world += 1;
          return drawn.map(({ name, phone, email, externalId }) => ({
            ...(name === undefined ? {} : { name }),
            ...(phone === undefined ? {} : { phone: `139${String(world).padStart(7, '0')}${phone}` }),
            ...(email === undefined ? {} : { email: `${email}@world${world}.cn` }),
            ...(externalId === undefined ? {} : { externalId: `${externalId}-${world}` }),
          }));
        };
        const pattern = (ids: readonly (string | null)[]): number[] =>
          ids.map((id) => (id === null ? -1 : ids.indexOf(id)));
        const together = await idsOf(inWorld());
        const single: (string | null)[] = [];
        for (const each of inWorld()) single.push((await idsOf([each]))[0] ?? null);
        expect(pattern(together)).toEqual(pattern(single));
      }),
      { numRuns: 25 },
    );
  });

  it('keeps strange input as it came, or as nobody', async () => {
    const strange = [
      { name: "'; drop table customer; --", phone: '<script>', email: 'a"b\\@c.d' },
      { name: '😀'.repeat(60) },
    ];
    const refs = await find(strange);
    expect(refs[0]?.name).toBe("'; drop table customer; --");
    expect(refs.every((ref) => ref !== null)).toBe(true);
    expect(new Set(strange.flatMap((each) => identitiesOf(each)).map(identityKey)).size).toBe(1);
  });
});

describe('contact details for those who send', () => {
  it('are the ones known longest, with the tail of each number', async () => {
    const phone = newPhone();
    const second = newPhone();
    const [ref] = await find([{ name: '赵', phone, email: 'first@example.com', locale: 'en' }]);
    await find([{ phone, externalId: 'crm-77' }]);
    await find([{ externalId: 'crm-77', phone: second, email: 'second@example.com' }]);
    const id = ref?.id ?? '';
    const [contact, tail, tails] = await test.app.db.read(everything, async (tx) => [
      await contactOf(tx, id),
      await phoneTailOf(tx, id),
      await phoneTailsOf(tx, id),
    ]);
    expect(contact).toEqual({ name: '赵', locale: 'en', email: 'first@example.com', phone: `+86${phone}` });
    expect(tail).toBe(phone.slice(-4));
    expect(tails.sort()).toEqual([phone.slice(-4), second.slice(-4)].sort());
  });
});
