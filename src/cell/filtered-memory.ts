/** Answers and filters kept, whichever comes first: a few megabytes at most. */
const maxSlots = 1_000_000;
const maxAnswers = 64;

/** Remembers which slots passed a filter, as long as the search index has not changed since. */
export class Remembered {
  readonly #answers = new Map<string, Uint32Array>();
  #version = 0;
  #slots = 0;

  get(key: string, version: number): Uint32Array | undefined {
    if (version !== this.#version) return undefined;
    const known = this.#answers.get(key);
    if (!known) return undefined;
    // Used last, forgotten last.
    this.#answers.delete(key);
    this.#answers.set(key, known);
    return known;
  }

  set(key: string, version: number, slots: Uint32Array): void {
    if (version !== this.#version) {
      this.#answers.clear();
      this.#slots = 0;
      this.#version = version;
    }
    this.#answers.set(key, slots);
    this.#slots += slots.length + key.length;
    for (const [oldest, answer] of this.#answers) {
      if (this.#slots <= maxSlots && this.#answers.size <= maxAnswers) break;
      this.#answers.delete(oldest);
      this.#slots -= answer.length + oldest.length;
    }
  }
}
