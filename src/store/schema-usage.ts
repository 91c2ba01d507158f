import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Id } from "../kit/id";
import type { Place } from "./limits";

/**
 * What a key did in a place, by route and day. Written in batches, added up by whoever asks. Rows of keys and namespaces
 * that are gone stay as the account's record: they hold ids, numbers and our own paths.
 */
export const usage = sqliteTable(
  "usage",
  {
    organizationId: text("organization_id").$type<Id<"organization">>().notNull(),
    keyId: text("key_id").$type<Id<"key">>().notNull(),
    /** The namespace it was used in, or its organization. */
    place: text("place").$type<Place>().notNull(),
    route: text("route").notNull(),
    /** Days since 1970, of UTC. */
    day: integer("day").notNull(),
    requests: integer("requests").notNull(),
    failed: integer("failed").notNull(),
    rateLimited: integer("rate_limited").notNull(),
    /** Characters of the answers' bodies. */
    bytes: integer("bytes").notNull(),
    durationMs: integer("duration_ms").notNull(),
    lastAt: integer("last_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.keyId, table.place, table.route, table.day] }),
    index("usage_of_place").on(table.place, table.lastAt),
  ],
);

/** How long answers took, by namespace and day: a row for each bucket of `latencies.ts` that any fell into. */
export const latencies = sqliteTable(
  "latencies",
  {
    organizationId: text("organization_id").$type<Id<"organization">>().notNull(),
    place: text("place").$type<Place>().notNull(),
    /** Days since 1970, of UTC. */
    day: integer("day").notNull(),
    bucket: integer("bucket").notNull(),
    requests: integer("requests").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.place, table.day, table.bucket] })],
);

/** What a namespace held when it was last looked at on a day. A day without a row is as the one before it. */
export const holdings = sqliteTable(
  "holdings",
  {
    organizationId: text("organization_id").$type<Id<"organization">>().notNull(),
    place: text("place").$type<Place>().notNull(),
    /** Days since 1970, of UTC. */
    day: integer("day").notNull(),
    documents: integer("documents").notNull(),
    /** Of the cell's database. */
    bytes: integer("bytes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.place, table.day] })],
);

/**
 * Refusals, a row for each minute, caller and status. The organization leads where a key was known; an address alone
 * belongs to nobody.
 */
export const refusals = sqliteTable(
  "refusals",
  {
    organizationId: text("organization_id").$type<Id<"organization"> | "">().notNull(),
    /** The key's id, or the address that a request without one came from. */
    caller: text("caller").notNull(),
    status: integer("status").notNull(),
    /** Minutes since 1970. */
    minute: integer("minute").notNull(),
    count: integer("count").notNull(),
    /** The route that was refused last. */
    route: text("route").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.caller, table.status, table.minute] })],
);
