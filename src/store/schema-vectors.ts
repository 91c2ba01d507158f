import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Id } from "../kit/id";
import { namespaces } from "./schema";

const namespaceId = () =>
  text("namespace_id")
    .$type<Id<"namespace">>()
    .notNull()
    .references(() => namespaces.id);

/** Where vectors are outside their cell. The row comes before anything is sent there, and goes after all is taken away. */
export const placements = sqliteTable(
  "placements",
  {
    namespaceId: namespaceId(),
    /** What the place is called in its index: a name of ours, never used for another. */
    id: text("id").notNull(),
    feature: text("feature").notNull(),
    /** A configured index by its name, or one of the namespace's own by its id. */
    indexName: text("index_name").notNull(),
    dimensions: integer("dimensions").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.namespaceId, table.id] }),
    uniqueIndex("placements_feature").on(table.namespaceId, table.feature),
    uniqueIndex("placements_place").on(table.indexName, table.id),
  ],
);

/** Indexes that one namespace has to itself. The row comes before the index is made. */
export const vectorIndexes = sqliteTable(
  "vector_indexes",
  {
    namespaceId: namespaceId(),
    /** What it is called at its maker: a name of ours. */
    id: text("id").notNull(),
    dimensions: integer("dimensions").notNull(),
    /** The maker's own id, once it is made. */
    madeAs: text("made_as"),
    url: text("url"),
    /** The token, sealed with CORDON_SECRET. */
    sealed: text("sealed"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.namespaceId, table.id] }),
    uniqueIndex("vector_indexes_dimensions").on(table.namespaceId, table.dimensions),
  ],
);
