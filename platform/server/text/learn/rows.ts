/** Texts as sparse rows: for each row the ids of its features and their values, one after another. */
import { newGrams, readGrams } from './grams.ts';
import type { LearnText } from './types.ts';

export interface SparseRows {
  rows: number;
  features: number;
  /** rows + 1 offsets into `ids` and `values`. */
  start: Int32Array;
  ids: Int32Array;
  values: Float32Array;
}

/** Finds a feature's id by its hash: open addressing, 0 is an empty place. */
export class HashTable {
  private keys: Int32Array;
  private places: Int32Array;
  private mask: number;
  size = 0;

  constructor(expected: number) {
    let room = 1024;
    while (room < expected * 2) room *= 2;
    this.keys = new Int32Array(room);
    this.places = new Int32Array(room);
    this.mask = room - 1;
  }

  /** The id, or -1. */
  find(hash: number): number {
    let at = (hash ^ (hash >>> 15)) & this.mask;
    for (;;) {
      const place = this.places[at] ?? 0;
      if (place === 0) return -1;
      if (this.keys[at] === hash) return place - 1;
      at = (at + 1) & this.mask;
    }
  }

  /** The id, given now if the hash is new; ids count from 0. */
  findOrAdd(hash: number): number {
    let at = (hash ^ (hash >>> 15)) & this.mask;
    for (;;) {
      const place = this.places[at] ?? 0;
      if (place === 0) break;
      if (this.keys[at] === hash) return place - 1;
      at = (at + 1) & this.mask;
    }
    this.keys[at] = hash;
    this.size += 1;
    this.places[at] = this.size;
    const id = this.size - 1;
    if (this.size * 2 > this.mask) this.widen();
    return id;
  }

  private widen(): void {
    const { keys, places } = this;
    const room = keys.length * 2;
    this.keys = new Int32Array(room);
    this.places = new Int32Array(room);
    this.mask = room - 1;
    for (let i = 0; i < keys.length; i += 1) {
      const place = places[i] ?? 0;
      if (place === 0) continue;
      const hash = keys[i] ?? 0;
      let at = (hash ^ (hash >>> 15)) & this.mask;
      while ((this.places[at] ?? 0) !== 0) at = (at + 1) & this.mask;
      this.keys[at] = hash;
      this.places[at] = place;
    }
  }

  /** The hashes in the order of their ids. */
  hashes(): Int32Array {
    const found = new Int32Array(this.size);
    for (let i = 0; i < this.keys.length; i += 1) {
      const place = this.places[i] ?? 0;
      if (place > 0) found[place - 1] = this.keys[i] ?? 0;
    }
    return found;
  }
}

export class Growing<T extends Int32Array | Uint8Array> {
  data: T;
  length = 0;
  private readonly make: (room: number) => T;
  constructor(make: (room: number) => T, room: number) {
    this.make = make;
    this.data = make(room);
  }
  push(value: number): void {
    if (this.length === this.data.length) {
      const wide = this.make(Math.ceil(this.data.length * 1.6));
      wide.set(this.data);
      this.data = wide;
    }
    this.data[this.length] = value;
    this.length += 1;
  }
}

export interface CountedRows {
  rows: number;
  start: Int32Array;
  ids: Int32Array;
  counts: Uint8Array;
  /** In how many rows each feature stands. */
  rowsWith: Int32Array;
  /** Hash of each feature, by id. */
  hashes: Int32Array;
  /** 1 when the feature is a single character, or the shape of the text. */
  single: Uint8Array;
}

/** Reads all texts, keeping the features that stand in at least `minRows` of them, the commonest up to `most`. */
export function countGrams(texts: readonly LearnText[], minRows: number, most: number): CountedRows {
  const table = new HashTable(1 << 16);
  const start = new Int32Array(texts.length + 1);
  const ids = new Growing((room) => new Int32Array(room), 1 << 18);
  const counts = new Growing((room) => new Uint8Array(room), 1 << 18);
  const rowsWith = new Growing((room) => new Int32Array(room), 1 << 16);
  const lastRow = new Growing((room) => new Int32Array(room), 1 << 16);
  const single = new Growing((room) => new Uint8Array(room), 1 << 16);
  const lastPlace = new Growing((room) => new Int32Array(room), 1 << 16);
  const grams = newGrams();
  texts.forEach((text, row) => {
    readGrams(text, grams);
    for (let i = 0; i < grams.count; i += 1) {
      const id = table.findOrAdd(grams.hash[i] ?? 0);
      if (id === rowsWith.length) {
        rowsWith.push(0);
        lastRow.push(-1);
        lastPlace.push(0);
        single.push((grams.to[i] ?? 0) - (grams.from[i] ?? 0) <= 1 ? 1 : 0);
      }
      if (lastRow.data[id] === row) {
        const place = lastPlace.data[id] ?? 0;
        if ((counts.data[place] ?? 0) < 255) counts.data[place] = (counts.data[place] ?? 0) + 1;
      } else {
        lastRow.data[id] = row;
        lastPlace.data[id] = ids.length;
        rowsWith.data[id] = (rowsWith.data[id] ?? 0) + 1;
        ids.push(id);
        counts.push(1);
      }
    }
    start[row + 1] = ids.length;
  });
  return prune({ rows: texts.length, start, ids, counts, rowsWith, single, hashes: table.hashes() }, minRows, most);
}

interface Collected {
  rows: number;
  start: Int32Array;
  ids: Growing<Int32Array>;
  counts: Growing<Uint8Array>;
  rowsWith: Growing<Int32Array>;
  single: Growing<Uint8Array>;
  hashes: Int32Array;
}

/** Drops the rare features and numbers the others anew, in place. */
function prune(found: Collected, minRows: number, most: number): CountedRows {
  const { rows, start, ids, counts, rowsWith, single, hashes } = found;
  const least = Math.max(minRows, leastToFit(rowsWith, most, rows));
  const renumbered = new Int32Array(rowsWith.length).fill(-1);
  let kept = 0;
  for (let id = 0; id < rowsWith.length; id += 1) {
    if ((rowsWith.data[id] ?? 0) < least) continue;
    renumbered[id] = kept;
    hashes[kept] = hashes[id] ?? 0;
    rowsWith.data[kept] = rowsWith.data[id] ?? 0;
    single.data[kept] = single.data[id] ?? 0;
    kept += 1;
  }
  let to = 0;
  let from = 0;
  for (let row = 0; row < rows; row += 1) {
    const end = start[row + 1] ?? 0;
    for (; from < end; from += 1) {
      const id = renumbered[ids.data[from] ?? 0] ?? -1;
      if (id < 0) continue;
      ids.data[to] = id;
      counts.data[to] = counts.data[from] ?? 0;
      to += 1;
    }
    start[row + 1] = to;
  }
  return {
    rows,
    start,
    ids: ids.data.slice(0, to),
    counts: counts.data.slice(0, to),
    rowsWith: rowsWith.data.slice(0, kept),
    hashes: hashes.slice(0, kept),
    single: single.data.slice(0, kept),
  };
}

/** The least number of rows that leaves at most `most` features. */
function leastToFit(rowsWith: Growing<Int32Array>, most: number, rows: number): number {
  const histogram = new Int32Array(rows + 2);
  for (let id = 0; id < rowsWith.length; id += 1) {
    const count = rowsWith.data[id] ?? 0;
    histogram[count] = (histogram[count] ?? 0) + 1;
  }
  let kept = 0;
  for (let count = rows; count > 0; count -= 1) {
    kept += histogram[count] ?? 0;
    if (kept > most) return count + 1;
  }
  return 1;
}

/** Value of a feature that stands `count` times in a text: ten mentions are no ten times the meaning. */
export function damp(count: number): number {
  return 1 + Math.log(count);
}

const SINGLE_CHARACTER = 0.7;

/** The worth of each feature before anything is learned: by its rarity, less for single characters and shapes. */
export function worthOf({ rowsWith, rows, single }: CountedRows, rarityPower: number): Float32Array {
  return Float32Array.from(
    rowsWith,
    (count, id) => (Math.log((1 + rows) / (1 + count)) + 1) ** rarityPower * (single[id] === 1 ? SINGLE_CHARACTER : 1),
  );
}

/** Damped counts by worth, each row of length 1. */
export function weighRows(counted: CountedRows, weights: Float32Array): SparseRows {
  const { start, ids, counts, rows } = counted;
  const values = new Float32Array(ids.length);
  for (let row = 0; row < rows; row += 1) {
    let square = 0;
    const end = start[row + 1] ?? 0;
    for (let i = start[row] ?? 0; i < end; i += 1) {
      const value = damp(counts[i] ?? 0) * (weights[ids[i] ?? 0] ?? 0);
      values[i] = value;
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = start[row] ?? 0; i < end; i += 1) values[i] = (values[i] ?? 0) * scale;
  }
  return { rows, features: weights.length, start, ids, values };
}
