/** A place among the events: order is (transaction, id), because ids are handed out before commit. */
export type Position = { readonly xid: string; readonly id: number };

/**
 * How far somebody has read. `front` is the last place read; `open` are the transactions that were still running when the
 * front passed them, each with the last of its events read (0 at first). What they commit is read once they have: nobody
 * waits for the oldest transaction of the whole server, and none of their events is overlooked.
 */
export type Cursor = { readonly front: Position; readonly open: readonly Position[] };

export const fromTheStart: Cursor = { front: { xid: '0', id: 0 }, open: [] };

/** What one statement saw: events, oldest first, and who was running in the very snapshot that showed them. */
export type Sight = { readonly rows: readonly Position[]; readonly running: readonly string[] };

const before = (a: string, b: string): boolean => BigInt(a) < BigInt(b);

const isBehind = (a: Position, b: Position): boolean => before(a.xid, b.xid) || (a.xid === b.xid && a.id <= b.id);

/** `"xmin:xmax:running,running"`, as PostgreSQL writes a snapshot. */
export const readSnapshot = (text: string): { next: string; running: string[] } => {
  const [, next = '0', running = ''] = text.split(':');
  return { next, running: running === '' ? [] : running.split(',') };
};

/** Behind everything that the snapshot shows, with all who were running in it still to come. */
export const cursorAt = (snapshot: { next: string; running: readonly string[] }): Cursor => ({
  front: { xid: snapshot.next, id: 0 },
  open: snapshot.running.map((xid) => ({ xid, id: 0 })),
});

/** The cursor behind what was seen. `whole` says that the limit cut nothing off. */
export const advance = (cursor: Cursor, { rows, running }: Sight, whole: boolean): Cursor => {
  const last = rows.at(-1);
  if (!last) return cursor;
  const runs = new Set(running);
  const front = isBehind(last, cursor.front) ? cursor.front : { xid: last.xid, id: last.id };
  const kept = cursor.open.flatMap((one): Position[] => {
    if (runs.has(one.xid)) return [one];
    if (whole || before(one.xid, last.xid)) return [];
    return one.xid === last.xid ? [{ xid: one.xid, id: last.id }] : [one];
  });
  const known = new Set(cursor.open.map((one) => one.xid));
  const overtaken = running.filter(
    (xid) => !known.has(xid) && !before(xid, cursor.front.xid) && before(xid, front.xid),
  );
  return { front, open: [...kept, ...overtaken.map((xid) => ({ xid, id: 0 }))] };
};
