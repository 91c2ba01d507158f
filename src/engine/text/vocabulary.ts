/**
 * The terms that some document holds, each with its postings list (head, tail, size), by a small number of its own:
 * an open-addressing table over typed arrays, since a `Map` of 200,000 objects would weigh more than the postings.
 */
export class Vocabulary {
  ids = new Uint32Array(64);
  heads = new Uint32Array(64);
  tails = new Uint32Array(64);
  /** Documents that hold the term. */
  sizes = new Uint32Array(64);
  /** Terms in the table. */
  count = 0;
  #end = 0;
  #unused: number[] = [];
  #table = new Int32Array(128).fill(-1);

  /** The number of a term, or -1. */
  find(id: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    for (let i = id & mask; ; i = (i + 1) & mask) {
      const term = table[i]!;
      if (term < 0 || this.ids[term] === id) return term;
    }
  }

  /** Enters a term that is not there, with an empty list at `head`; returns its number. */
  create(id: number, head: number): number {
    if (++this.count * 2 > this.#table.length) this.#widen();
    const term = this.#unused.pop() ?? this.#end++;
    if (term === this.ids.length) this.#lengthen();
    this.ids[term] = id;
    this.heads[term] = head;
    this.tails[term] = head;
    this.sizes[term] = 0;
    this.#place(term);
    return term;
  }

  /** Takes a term out, so that words long gone cost nothing. */
  delete(term: number): void {
    const table = this.#table;
    const mask = table.length - 1;
    let hole = this.ids[term]! & mask;
    while (table[hole] !== term) hole = (hole + 1) & mask;
    // Backward shift: what probed past the hole moves into it, so that no tombstones slow later probes.
    for (let i = (hole + 1) & mask; table[i]! >= 0; i = (i + 1) & mask) {
      const home = this.ids[table[i]!]! & mask;
      if (((i - home) & mask) < ((i - hole) & mask)) continue;
      table[hole] = table[i]!;
      hole = i;
    }
    table[hole] = -1;
    this.#unused.push(term);
    this.count--;
  }

  get bytes(): number {
    return this.#table.byteLength + 4 * this.ids.byteLength;
  }

  #place(term: number): void {
    const table = this.#table;
    const mask = table.length - 1;
    let i = this.ids[term]! & mask;
    while (table[i]! >= 0) i = (i + 1) & mask;
    table[i] = term;
  }

  #widen(): void {
    const terms = this.#table.filter((term) => term >= 0);
    this.#table = new Int32Array(this.#table.length * 2).fill(-1);
    for (const term of terms) this.#place(term);
  }

  #lengthen(): void {
    this.ids = lengthened(this.ids);
    this.heads = lengthened(this.heads);
    this.tails = lengthened(this.tails);
    this.sizes = lengthened(this.sizes);
  }
}

/** A copy with room for half as much again. */
export function lengthened(array: Uint32Array, atLeast = 0): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(Math.max(atLeast, array.length + (array.length >>> 1)));
  longer.set(array);
  return longer;
}
