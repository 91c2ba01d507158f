import type { Context } from "hono";
import type { Id } from "../kit/id";
import type { Category } from "../outside/limits";
import type { KeyRow } from "../store/keyring";

/** How a request's caller stands, once the request was counted. */
export interface Standing {
  category: Category;
  limit: number;
  remaining: number;
  /** When the window ends, in milliseconds since 1970. */
  resetAt: number;
  admitted: boolean;
}

/** What a request carries through the house. */
export interface Walk {
  requestId: string;
  /** When it came in, in milliseconds since 1970: the one `now` of everything it does. */
  now: number;
  /** The route's path as the contract writes it; absent where no route answers. */
  route?: string;
  key?: KeyRow;
  namespaceId?: Id<"namespace">;
  /** How its caller stands; absent as long as it was not counted. */
  standing?: Standing | "not counted";
  /** The origin that may read the answer; absent when there is none. */
  origin?: string;
}

export type House = { Bindings: Env; Variables: { walk: Walk } };
export type HouseContext = Context<House>;
