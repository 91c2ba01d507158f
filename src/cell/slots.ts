/** Numbers the documents of a cell densely for its arrays in memory: `seq` is for ever, a slot is until the next wake. */
export class Slots {
  readonly #slotOf = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #collections = new Map<string, number>();
  #seqs = new Float64Array(64);
  #collectionOf = new Uint32Array(64);
  #length = 0;

  /** The highest slot ever in use plus one: how long an array over slots has to be. */
  get length() {
    return this.#length;
  }
  get size() {
    return this.#slotOf.size;
  }

  slotOf(seq: number): number | undefined {
    return this.#slotOf.get(seq);
  }

  /** 0 where no document is. */
  seqOf(slot: number): number {
    return this.#seqs[slot] ?? 0;
  }

  add(seq: number, collectionId: string): number {
    const slot = this.#free.pop() ?? this.#length++;
    if (slot >= this.#seqs.length) this.#grow();
    this.#seqs[slot] = seq;
    this.#collectionOf[slot] = this.#ordinal(collectionId);
    this.#slotOf.set(seq, slot);
    return slot;
  }

  remove(seq: number): number | undefined {
    const slot = this.#slotOf.get(seq);
    if (slot === undefined) return undefined;
    this.#slotOf.delete(seq);
    this.#seqs[slot] = 0;
    this.#collectionOf[slot] = 0;
    this.#free.push(slot);
    return slot;
  }

  /** The slots in use, of these collections or of all, ascending. */
  of(collections: readonly string[] | null): Uint32Array {
    const wanted = new Uint8Array(this.#collections.size + 1);
    if (collections) for (const id of collections) wanted[this.#collections.get(id) ?? 0] = 1;
    else wanted.fill(1);
    wanted[0] = 0;
    const found = new Uint32Array(this.size);
    let n = 0;
    for (let slot = 0; slot < this.#length; slot++) if (wanted[this.#collectionOf[slot]!]) found[n++] = slot;
    return found.subarray(0, n);
  }

  /** Collections get small numbers; 0 is for a slot without a document. */
  #ordinal(collectionId: string): number {
    const known = this.#collections.get(collectionId);
    if (known !== undefined) return known;
    this.#collections.set(collectionId, this.#collections.size + 1);
    return this.#collections.size;
  }

  #grow(): void {
    const seqs = new Float64Array(this.#seqs.length * 2);
    seqs.set(this.#seqs);
    this.#seqs = seqs;
    const collectionOf = new Uint32Array(this.#collectionOf.length * 2);
    collectionOf.set(this.#collectionOf);
    this.#collectionOf = collectionOf;
  }
}
