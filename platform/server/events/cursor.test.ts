import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, cursorAt, fromTheStart, readSnapshot, type Cursor, type Position } from './cursor.ts';

type Fact = Position & { readonly n: number };

/** A server as far as a reader can tell: transactions that begin, write, and end in any order. */
const model = () => {
  let nextXid = 9;
  let nextId = 1;
  let running: string[] = [];
  let pending: Fact[] = [];
  let committed: Fact[] = [];
  return {
    begin: () => running.push(String((nextXid += 1))),
    write(which: number) {
      const xid = running[which % running.length];
      if (xid === undefined) return;
      pending.push({ xid, id: nextId, n: nextId });
      nextId += 1;
    },
    end(which: number, keep: boolean) {
      const xid = running[which % running.length];
      if (xid === undefined) return;
      if (keep) committed = [...committed, ...pending.filter((one) => one.xid === xid)];
      pending = pending.filter((one) => one.xid !== xid);
      running = running.filter((one) => one !== xid);
    },
    read({ front, open }: Cursor, limit: number) {
      const at = (xid: string, id: number) => BigInt(xid) * 1_000_000n + BigInt(id);
      const late = new Map(open.map((one) => [one.xid, one.id]));
      const unread = committed.filter((one) => {
        const from = late.get(one.xid);
        const byFront = at(one.xid, one.id) > at(front.xid, front.id);
        const byName = from !== undefined && one.id > from;
        expect(byFront && byName).toBe(false);
        return byFront || byName;
      });
      const rows = unread.toSorted((a, b) => Number(at(a.xid, a.id) - at(b.xid, b.id))).slice(0, limit);
      return { rows, running: [...running] };
    },
    snapshot: () => ({ next: String(nextXid + 1), running: [...running] }),
    get committed() {
      return committed;
    },
    endAll() {
      while (running.length > 0) this.end(0, true);
    },
  };
};

const step = fc.oneof(
  fc.constant({ do: 'begin' as const }),
  fc.record({ do: fc.constant('write' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant('end' as const), which: fc.nat(9), keep: fc.boolean() }),
  fc.record({ do: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 6 }) }),
);

describe('a cursor among transactions that commit out of order', () => {
  test('reads each committed event once, whoever runs meanwhile and wherever the limit cuts', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 90, size: 'max' }), fc.nat(60), (steps, startAfter) => {
        const server = model();
        let cursor = fromTheStart;
        const seen: number[] = [];
        let skipped: number[] = [];
        const read = (limit: number): number => {
          const sight = server.read(cursor, limit);
          seen.push(...sight.rows.map((row) => row.n));
          cursor = advance(cursor, sight, sight.rows.length < limit);
          return sight.rows.length;
        };
        steps.forEach((one, index) => {
          // Somebody who begins in the middle hears of what is committed from then on.
          if (index === startAfter) {
            cursor = cursorAt(server.snapshot());
            skipped = server.committed.map((fact) => fact.n).filter((n) => !seen.includes(n));
          }
          if (one.do === 'begin') server.begin();
          else if (one.do === 'write') server.write(one.which);
          else if (one.do === 'end') server.end(one.which, one.keep);
          else read(one.limit);
        });
        server.endAll();
        while (read(3) > 0);
        const byNumber = (a: number, b: number) => a - b;
        const wanted = server.committed.map((fact) => fact.n).filter((n) => !skipped.includes(n));
        expect(seen.toSorted(byNumber)).toEqual(wanted.toSorted(byNumber));
        // Nothing is remembered of who ended: all that is left is read at the next sight of anything.
        server.begin();
        server.write(0);
        server.endAll();
        read(3);
        expect(cursor.open).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('does not wait for whoever runs long', () => {
    const seen = advance(fromTheStart, { rows: [{ xid: '12', id: 4 }], running: ['10'] }, true);
    expect(seen).toEqual({ front: { xid: '12', id: 4 }, open: [{ xid: '10', id: 0 }] });
    const later = advance(seen, { rows: [{ xid: '10', id: 3 }], running: [] }, true);
    expect(later).toEqual({ front: { xid: '12', id: 4 }, open: [] });
  });

  test('compares numbers, not their spelling', () => {
    const seen = advance(fromTheStart, { rows: [{ xid: '1000', id: 1 }], running: ['999', '10000'] }, true);
    expect(seen.open).toEqual([{ xid: '999', id: 0 }]);
  });
});

test.each([
  ['10:12:', { next: '12', running: [] }],
  ['10:20:10,14', { next: '20', running: ['10', '14'] }],
  ['', { next: '0', running: [] }],
])('reads the snapshot %j', (text, read) => {
  expect(readSnapshot(text)).toEqual(read);
});
