import type { Outbox } from "./outbox";

/** How long events are gathered before somebody is called to fetch them, and after which they are called again. */
const gatherMs = 20;
const againMs = 5_000;

/** Calls outside while the outbox has something. */
export class Caller {
  readonly #outbox: Outbox;
  readonly #call: () => Promise<void> | undefined;
  #calling = false;

  /** `call` says outside that there are events to fetch; a cell that is not in use has nobody to call. */
  constructor(outbox: Outbox, call: () => Promise<void> | undefined) {
    this.#outbox = outbox;
    this.#call = call;
  }

  /**
   * Calls a moment later, so that many changes are one call; it leaves the cell when what it tells of is on disk. A call
   * may be lost, and so may this process: gives the milliseconds after which the cell has to be woken to call again, or
   * null when there is nothing to tell.
   */
  tell(): number | null {
    if (this.#outbox.isEmpty) return null;
    if (!this.#calling) {
      this.#calling = true;
      setTimeout(() => {
        this.#calling = false;
        void this.#call();
      }, gatherMs);
    }
    return againMs;
  }
}
