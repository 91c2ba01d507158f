import type { Context } from "hono";
import type { Id } from "../kit/id";
import type { KeyRow } from "../store/keyring";

/** What a request carries through the house. */
export interface Walk {
  requestId: string;
  /** When it came in, in milliseconds since 1970: the one `now` of everything it does. */
  now: number;
  /** The route's path as the contract writes it; absent where no route answers. */
  route?: string;
  key?: KeyRow;
  namespaceId?: Id<"namespace">;
  /** The origin that may read the answer; absent when there is none. */
  origin?: string;
}

export type House = { Bindings: Env; Variables: { walk: Walk } };
export type HouseContext = Context<House>;
