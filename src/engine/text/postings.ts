const PAGE_BITS = 14;
const PAGE = 1 << PAGE_BITS;
const SMALLEST = 2;
const LARGEST = 512;

/**
 * Growable lists of 32-bit numbers in one arena: a list is a chain of slices of 2, 4, 8 … 512 cells, the last cell of
 * each holding the address of the next (Earlybird's layout: Busch et al., ICDE 2012, §4). Appending never copies, and
 * a list wastes less than its last slice, which an array per term could not do for the many words that occur once.
 */
export class Postings {
  readonly #pages: Uint32Array[] = [];
  #next = 0;
  // Freed slices by size, chained through their first cell; an address is kept plus one so that 0 ends the chain.
  readonly #free = new Map<number, number>();

  /** A new list: the address of its first slice, which is also where its first number goes. */
  create(): number {
    return this.#allocate(SMALLEST);
  }

  /** Appends to the list of `size` numbers whose next cell is `tail`; returns the tail after it. */
  append(tail: number, size: number, value: number): number {
    let at = tail;
    const slice = sliceStartingAt(size);
    if (slice > 0 && size > 0) {
      // `tail` is the link cell of a full slice: only now is the next one worth its memory.
      at = this.#allocate(slice);
      this.#set(tail, at);
    }
    this.#set(at, value);
    return at + 1;
  }

  /**
   * Takes out of the list at `head`, of `size` numbers, the one whose upper 24 bits are `slot`; the last number moves
   * to its place. Returns the new tail, or -1 when there is no such number.
   */
  remove(head: number, size: number, tail: number, slot: number): number {
    let found = -1;
    let before = head;
    let at = head;
    let rest = size;
    for (let slice = SMALLEST; ; slice = larger(slice)) {
      const filled = Math.min(slice - 1, rest);
      for (let i = 0; found < 0 && i < filled; i++) if (this.#get(at + i) >>> 8 === slot) found = at + i;
      rest -= filled;
      if (rest === 0) break;
      before = at + slice - 1;
      at = this.#get(before);
    }
    if (found < 0) return -1;
    this.#set(found, this.#get(tail - 1));
    const emptied = tail - 1 === at && at !== head;
    if (!emptied) return tail - 1;
    this.#release(at, sliceStartingAt(size - 1));
    return before;
  }

  /** Calls `visit` with each stretch of cells that the list at `head`, of `size` numbers, fills. */
  scan(head: number, size: number, visit: (cells: Uint32Array, from: number, to: number) => void): void {
    let at = head;
    let rest = size;
    for (let slice = SMALLEST; rest > 0; slice = larger(slice)) {
      const cells = this.#pages[at >>> PAGE_BITS]!;
      const from = at & (PAGE - 1);
      const filled = Math.min(slice - 1, rest);
      visit(cells, from, from + filled);
      rest -= filled;
      if (rest > 0) at = cells[from + slice - 1]!;
    }
  }

  /** Gives back the one slice of an emptied list. */
  drop(head: number): void {
    this.#release(head, SMALLEST);
  }

  get bytes(): number {
    return this.#pages.length * PAGE * 4;
  }

  #get(address: number): number {
    return this.#pages[address >>> PAGE_BITS]![address & (PAGE - 1)]!;
  }

  #set(address: number, value: number): void {
    this.#pages[address >>> PAGE_BITS]![address & (PAGE - 1)] = value;
  }

  #allocate(slice: number): number {
    const freed = this.#free.get(slice) ?? 0;
    if (freed > 0) {
      this.#free.set(slice, this.#get(freed - 1));
      return freed - 1;
    }
    // A slice lies in one page; what is left of the old page is smaller than a slice and is forgotten.
    if ((this.#next & (PAGE - 1)) + slice > PAGE || this.#next >>> PAGE_BITS >= this.#pages.length) {
      this.#next = this.#pages.length << PAGE_BITS;
      this.#pages.push(new Uint32Array(PAGE));
    }
    this.#next += slice;
    return this.#next - slice;
  }

  #release(address: number, slice: number): void {
    this.#set(address, this.#free.get(slice) ?? 0);
    this.#free.set(slice, address + 1);
  }
}

/** The slice after one of `slice` cells. */
function larger(slice: number): number {
  return slice < LARGEST ? slice * 2 : LARGEST;
}

// Slices 2 to 512 hold 1 + 3 + … + 511 numbers; from there on every slice holds 511.
const DOUBLING = 2 * LARGEST - 2 - Math.log2(LARGEST);
const STARTS = new Uint16Array(DOUBLING + 1);
for (let slice = SMALLEST, size = 0; size <= DOUBLING; size += slice - 1, slice = larger(slice)) STARTS[size] = slice;

/** The cells of the slice that a list of `size` numbers needs for its next one; 0 when its last slice has room. */
function sliceStartingAt(size: number): number {
  if (size <= DOUBLING) return STARTS[size]!;
  return (size - DOUBLING) % (LARGEST - 1) === 0 ? LARGEST : 0;
}
