/** Which numbers belong together (union-find with halved paths). */
export class Forest {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, i) => i);
  }

  find(one: number): number {
    let at = one;
    for (;;) {
      const parent = this.#parents[at] ?? at;
      if (parent === at) return at;
      const above = this.#parents[parent] ?? parent;
      this.#parents[at] = above;
      at = above;
    }
  }

  /** The lower number stays the root, so that the answer does not depend on who met whom first. */
  join(a: number, b: number): void {
    const rootA = this.find(a);
    const rootB = this.find(b);
    this.#parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}
