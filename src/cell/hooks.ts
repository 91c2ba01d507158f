import { DurableObject } from "cloudflare:workers";
import type { Id } from "../kit/id";
import type { Spaces } from "./remote/spaces";

/** What a cell asks and tells outside. It does not know whom: see `index.ts`. */
export class Hooks extends DurableObject<Env> {
  /** The places outside that its vectors may have. */
  protected spaces?(namespaceId: Id<"namespace">): Spaces;

  /** Says that there are events to fetch. */
  protected call?(namespaceId: Id<"namespace">): Promise<void>;

  /** Says for how many milliseconds a call has kept the thread. */
  protected worked?(namespaceId: Id<"namespace">, ms: number): void;
}
