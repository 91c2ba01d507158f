import type { VectorSpace } from "../../engine/knn/space";
import { entryId, type Sendable } from "./ledger";
import type { Remote } from "./remote";

/** Entries sent in one call, and taken away in one. */
const perSend = 200;
const perRemoval = 1_000;
/** Rows entered, and noted as seen, at once: a search that comes waits for so many. */
const perSlice = 1_000;

/** Sends what is noted of features, in turns: all that there is, and nothing more before that is seen. */
export class Sender {
  readonly #remote: Remote;
  readonly #alive: () => boolean;
  /** How far the vectors of a feature that is filled have been entered. */
  readonly #entered = new Map<string, number>();
  /** Features of which all is sent. Were more sent before that is seen, there would always be something unseen. */
  readonly #awaiting = new Set<string>();

  constructor(remote: Remote, alive: () => boolean) {
    this.#remote = remote;
    this.#alive = alive;
  }

  begin(feature: string, place: string): void {
    this.#entered.delete(feature);
    this.#awaiting.delete(feature);
    this.#remote.begin(feature, place);
  }

  /** Whether every vector that a feature had when it was begun is noted as an entry. */
  hasEntered(feature: string): boolean {
    return this.#entered.get(feature) === Infinity;
  }

  /** `seen`: all that was sent is, and more may have come meanwhile. */
  async send(feature: string, space: VectorSpace): Promise<"more" | "waiting" | "seen"> {
    const { ledger } = this.#remote;
    if (!this.#awaiting.has(feature)) {
      if (await this.#sendNext(feature, space)) return "more";
      this.#awaiting.add(feature);
    }
    if (ledger.isAwaited(feature) && !(await space.settled())) return "waiting";
    this.#awaiting.delete(feature);
    for (let seen: number[]; this.#alive(); await scheduler.wait(1)) {
      seen = ledger.saw(feature, perSlice);
      this.#remote.saw(feature, seen);
      if (seen.length < perSlice) break;
    }
    return "seen";
  }

  /** Sends and takes away what is next; true when there is more. */
  async #sendNext(feature: string, space: VectorSpace): Promise<boolean> {
    const { ledger } = this.#remote;
    const isEntering = this.#enter(feature);
    const batch = this.#remote.transaction(() => ledger.sending(feature, perSend));
    if (batch.length > 0) await space.upsert(batch.map(entryOf));
    ledger.mark(feature, batch, 2);
    const gone = ledger.removals(feature, perRemoval);
    if (gone.length > 0) await space.remove(gone.map(entryId));
    ledger.removed(feature, gone);
    return isEntering || batch.length === perSend || gone.length === perRemoval;
  }

  /** Enters the next vectors of a feature that is filled; false when all are. A cell that woke begins anew. */
  #enter(feature: string): boolean {
    const { features, ledger } = this.#remote;
    if (features.get(feature)?.state !== "filling") return false;
    const after = this.#entered.get(feature) ?? 0;
    const last = after < Infinity ? ledger.enter(feature, after, perSlice) : undefined;
    this.#entered.set(feature, last ?? Infinity);
    return last !== undefined;
  }
}

const entryOf = (one: Sendable) => ({
  id: entryId(one),
  vector: new Float32Array(one.vector),
  collection: one.collection,
  fields: JSON.parse(one.body),
});
