import { mix32 } from './tokens.ts';

/** 32-bit keys to dense numbers 0, 1, 2, …: open addressing, because a Map of a million numbers takes 60 bytes each. */
export class GramTable {
  #slots = new Int32Array(1 << 12).fill(-1);
  #mask = (1 << 12) - 1;
  #keys = new Uint32Array(1 << 11);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** -1 when the key was never added. */
  find(key: number): number {
    let slot = mix32(key) & this.#mask;
    for (;;) {
      const at = this.#slots[slot] ?? -1;
      if (at < 0 || this.#keys[at] === key) return at;
      slot = (slot + 1) & this.#mask;
    }
  }

  findOrAdd(key: number): number {
    let slot = mix32(key) & this.#mask;
    for (;;) {
      const at = this.#slots[slot] ?? -1;
      if (at < 0) break;
      if (this.#keys[at] === key) return at;
      slot = (slot + 1) & this.#mask;
    }
    const id = this.#count;
    if (id === this.#keys.length) {
      this.#grow();
      return this.findOrAdd(key);
    }
    this.#slots[slot] = id;
    this.#keys[id] = key;
    this.#count += 1;
    return id;
  }

  #grow(): void {
    const keys = new Uint32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const slots = new Int32Array(keys.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id += 1) {
      let slot = mix32(keys[id] ?? 0) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}
