import type { Id } from "../kit/id";
import type { ListedDocument, Pass } from "./contract";
import type { Gate } from "./gate";
import { get } from "./listing";
import type { Shelf } from "./shelf";

/** How long what is in memory may be read without a call. Then one is made, and the runtime sees a cell that is in use. */
const trustedMs = 5_000;

/**
 * What may be read of a cell without calling it, by who lives in the same isolate and may look into its memory. The gate
 * decides as it does about a call, and storage is not touched: it is another request's. Whatever is not plainly there
 * and plainly allowed has no answer here, and the cell is called, so that nobody learns anything from how long it took.
 */
export class Glance {
  readonly #storage: DurableObjectStorage;
  readonly #gate: Gate;
  readonly #shelf: Shelf;
  /** The version of the rows in memory that storage is known to hold for good, and until when that is believed. */
  #trusted = { version: -1, until: 0 };
  #asking = false;

  constructor(storage: DurableObjectStorage, gate: Gate, shelf: Shelf) {
    this.#storage = storage;
    this.#gate = gate;
    this.#shelf = shelf;
  }

  /** A document; undefined when the cell has to be called. */
  get(namespaceId: Id<"namespace">, pass: Pass, id: string): ListedDocument | undefined {
    const { rows, expiries } = this.#shelf;
    const { version, until } = this.#trusted;
    if (version !== rows.version || pass.now >= until || !rows.has(id)) return undefined;
    if (this.#gate.namespace !== namespaceId || this.#gate.refusal(pass) || expiries.mayBeDue(pass.now))
      return undefined;
    return get(this.#shelf, pass, id, false) ?? undefined;
  }

  /** What a call is served, and may be read without one from then on. */
  called(pass: Pass, id: string, vectors: boolean): ListedDocument | null {
    void this.#renew(pass.now);
    return get(this.#shelf, pass, id, vectors);
  }

  /**
   * What a call sees may not be on disk yet, and its answer is held back until it is; nobody holds back what is read here,
   * so it is not read before.
   */
  async #renew(now: number): Promise<void> {
    const { rows } = this.#shelf;
    const { version } = rows;
    if (this.#asking || (this.#trusted.version === version && now < this.#trusted.until - trustedMs / 2)) return;
    this.#asking = true;
    try {
      await this.#storage.sync();
      this.#trusted = { version, until: now + trustedMs };
    } catch (error) {
      console.error(error); // the cell is broken, and whoever calls it learns so
    } finally {
      this.#asking = false;
    }
  }
}
