import type { Cell } from "../cell/cell";
import type { Pass } from "../cell/contract";
import type { Id } from "../kit/id";
import type { KeyRow } from "./keyring";

/** What one request holds of one namespace: its cell, who is calling, and the configuration it has planned with. */
export interface Plot {
  readonly id: Id<"namespace">;
  readonly cell: DurableObjectStub<Cell>;
  readonly key: KeyRow;
  readonly now: number;
  /** Collections the key may see; null for all. */
  readonly collections: string[] | null;
  /** The version of the configuration that was read for this request; null while none was. */
  planned: number | null;
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
