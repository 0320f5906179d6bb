/**
 * Readers of several models over the same texts. Most features of one model are features of the others, so a gram is
 * looked up once for all of them: the look-ups, each into a table too large for the cache, were most of a prediction.
 */
import { gramsOf, SHAPE } from './grams.ts';
import type { Reader } from './linear.ts';
import { HashTable } from './rows.ts';
import type { LearnText } from './types.ts';

export class ReaderPanel {
  private readonly readers: readonly Reader[];
  private readonly table: HashTable;
  /** By reader: its feature for each one of the table, or -1. */
  private readonly idsOf: readonly Int32Array[];
  /** By feature of the table: its place among those of the text being read, plus one; 0 if it is not there yet. */
  private readonly place: Int32Array;
  private found = new Int32Array(4096);
  private times = new Int32Array(4096);
  private worded = new Uint8Array(4096);

  constructor(readers: readonly Reader[]) {
    this.readers = readers;
    this.table = new HashTable(readers.reduce((most, { model }) => Math.max(most, model.hashes.length), 0));
    const places = readers.map(({ model }) => model.hashes.map((hash) => this.table.findOrAdd(hash)));
    this.idsOf = places.map((ofReader) => {
      const ids = new Int32Array(this.table.size).fill(-1);
      ofReader.forEach((place, id) => (ids[place] = id));
      return ids;
    });
    this.place = new Int32Array(this.table.size);
  }

  /** After it every reader has read the text, with what its own `read` would have found. */
  read(text: LearnText): void {
    const distinct = this.collect(text);
    const { found, times, worded } = this;
    this.readers.forEach((reader, which) => {
      if (reader.hasRead(text)) return;
      const idOf = this.idsOf[which] ?? new Int32Array(0);
      reader.makeRoom(distinct);
      const { ids, times: timesRead } = reader;
      let count = 0;
      let words = false;
      for (let i = 0; i < distinct; i += 1) {
        const id = idOf[found[i] ?? 0] ?? -1;
        if (id < 0) continue;
        ids[count] = id;
        timesRead[count] = times[i] ?? 1;
        words ||= worded[i] === 1;
        count += 1;
      }
      reader.accept(text, count, words);
    });
  }

  /** The distinct known features of the text, in the order in which they first stand in it. */
  private collect(text: LearnText): number {
    const grams = gramsOf(text);
    if (grams.count > this.found.length) {
      this.found = new Int32Array(grams.count * 2);
      this.times = new Int32Array(grams.count * 2);
      this.worded = new Uint8Array(grams.count * 2);
    }
    const { table, place, found, times, worded } = this;
    let distinct = 0;
    for (let i = 0; i < grams.count; i += 1) {
      const feature = table.find(grams.hash[i] ?? 0);
      if (feature < 0) continue;
      const at = (place[feature] ?? 0) - 1;
      if (at >= 0) {
        times[at] = (times[at] ?? 0) + 1;
        if (grams.field[i] !== SHAPE) worded[at] = 1;
        continue;
      }
      found[distinct] = feature;
      times[distinct] = 1;
      worded[distinct] = grams.field[i] === SHAPE ? 0 : 1;
      distinct += 1;
      place[feature] = distinct;
    }
    for (let i = 0; i < distinct; i += 1) place[found[i] ?? 0] = 0;
    return distinct;
  }
}
