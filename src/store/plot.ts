import type { Cell } from "../cell/cell";
import type { Pass } from "../cell/contract";
import type { Glance } from "../cell/glance";
import type { Id } from "../kit/id";
import { cellOf, glanceOf } from "./cells";
import type { KeyRow } from "./keyring";

/**
 * What one request holds of one namespace: who is calling, the configuration it has planned with, and the ways to its
 * cell. The cell is reached for when it is called first: that costs, and not every request calls.
 */
export class Plot {
  readonly id: Id<"namespace">;
  readonly key: KeyRow;
  readonly now: number;
  /** Collections the key may see; null for all. */
  readonly collections: string[] | null;
  /** The version of the configuration that was read for this request; null while none was. */
  planned: number | null = null;
  readonly #env: Env;
  #cell: DurableObjectStub<Cell> | undefined;

  constructor(env: Env, { id, key, now, collections }: Pick<Plot, "id" | "key" | "now" | "collections">) {
    this.#env = env;
    this.id = id;
    this.key = key;
    this.now = now;
    this.collections = collections;
  }

  get cell() {
    this.#cell ??= cellOf(this.#env, this.id);
    return this.#cell;
  }
  /** What can be seen of the cell without calling it. */
  get glance(): Glance | undefined {
    return glanceOf(this.#env, this.id);
  }
}

/** A pass that rests on no configuration: for calls that ask whether this caller is let in at all. */
export const barePass = (plot: Plot): Pass => ({ ...passOf(plot), config: null });

export const passOf = (plot: Plot): Pass => ({
  organizationId: plot.key.organizationId,
  keyId: plot.key.id,
  config: plot.planned,
  collections: plot.collections,
  now: plot.now,
});
