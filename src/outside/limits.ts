/** What a request asks of us, for counting: each kind has a limit of its own. */
export const categories = ["metadata", "data", "search", "upload", "compute"] as const;
export type Category = (typeof categories)[number];

/** Windows lie on whole minutes of UTC, so that every isolate knows where one ends without asking. */
export const windowMs = 60_000;

/**
 * Requests a minute that one key may make in one namespace (or at its organization), by plan. An enterprise's number is
 * more than a namespace can serve: nothing is refused, and the headers still have something to say.
 */
export const planLimits = {
  free: { metadata: 60, data: 60, search: 60, upload: 60, compute: 10 },
  pro: { metadata: 600, data: 600, search: 600, upload: 600, compute: 60 },
  team: { metadata: 6_000, data: 6_000, search: 6_000, upload: 6_000, compute: 600 },
  enterprise: {
    metadata: 10_000_000,
    data: 10_000_000,
    search: 10_000_000,
    upload: 10_000_000,
    compute: 10_000_000,
  },
} as const satisfies Record<string, Record<Category, number>>;

/**
 * What is done with a request that cannot be counted since whoever counts does not answer. Tenants' reading and writing
 * goes on; what makes keys, namespaces and configuration, and what is costly, waits: an outage must not be the way
 * around those limits.
 */
export const whenSilent = {
  metadata: "refused",
  data: "let in",
  search: "let in",
  upload: "let in",
  compute: "refused",
} as const satisfies Record<Category, "let in" | "refused">;

export interface Ask {
  /** Whole minutes since 1970. */
  window: number;
  limit: number;
  /** Slots to be lent ahead, beside the one that is needed now. */
  extra: number;
}

export interface Taken {
  /** 0 when none was left; never more than one and the extra. */
  granted: number;
  /** What nobody has yet, of the window. Within a window it only falls. */
  left: number;
}

/**
 * Counts requests where every isolate can see it. A fixed window rather than a sliding one: "N a minute" is then exact
 * at the boundary, one number says when it starts anew, and a slot that was lent to an isolate dies with its window.
 * The price is known: up to 2 N requests around a window's end.
 *
 * `bucket` is made of ids that we minted, so two tenants' buckets cannot meet whatever things are called.
 */
export interface LimitsPort {
  take(bucket: string, ask: Ask): Promise<Taken>;
}
