import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  primaryKey,
  type SQLiteColumnBuilderBase,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { DecayConfig } from "../engine/memory/policy";
import type { Id } from "../kit/id";
import type { Held, KeyScope, KeyType } from "./permits";

const timestamps = { createdAt: integer("created_at").notNull(), updatedAt: integer("updated_at").notNull() };

export const organizations = sqliteTable("organizations", {
  id: text("id").$type<Id<"organization">>().primaryKey(),
  name: text("name").notNull(),
  accountType: text("account_type").$type<"free" | "pro" | "team" | "enterprise">().notNull().default("enterprise"),
  metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
  settings: text("settings", { mode: "json" }).$type<OrganizationSettings>().notNull().default({}),
  ...timestamps,
});

export interface OrganizationSettings {
  /** An admin key that stores a memory for a namespace that is not there founds it. */
  autoCreateNamespaces?: boolean;
  /** What a namespace's memory policy leaves open. */
  decay?: DecayConfig;
}

/** Whose a row is. */
export const organizationId = () =>
  text("organization_id")
    .$type<Id<"organization">>()
    .notNull()
    .references(() => organizations.id);

export const users = sqliteTable(
  "users",
  {
    organizationId: organizationId(),
    id: text("id").$type<Id<"user">>().notNull(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role").$type<UserRole>().notNull(),
    /** A deleted user stays as the owner of keys that were; the e-mail address is free again. */
    status: text("status").$type<UserStatus | "deleted">().notNull(),
    avatarUrl: text("avatar_url"),
    metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
    ...timestamps,
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("users_email").on(table.organizationId, table.email).where(sql`status <> 'deleted'`),
  ],
);

export type UserRole = "admin" | "member" | "viewer";
export type UserStatus = "active" | "suspended" | "pending";

export const namespaces = sqliteTable(
  "namespaces",
  {
    organizationId: organizationId(),
    id: text("id").$type<Id<"namespace">>().primaryKey(),
    name: text("name").notNull(),
    description: text("description"),
    status: text("status").$type<"active" | "cloning" | "deleted">().notNull(),
    featureExtractors: text("feature_extractors", { mode: "json" }).$type<FeatureExtractor[]>().notNull(),
    payloadIndexes: text("payload_indexes", { mode: "json" }).$type<PayloadIndex[]>().notNull(),
    /** The namespace it is listed and deleted under; it inherits nothing from it. */
    parentId: text("parent_id").$type<Id<"namespace">>(),
    metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
    /** Of the vectors that a client brings; null where it never said. */
    dimension: integer("dimension"),
    distance: text("distance").$type<Distance>(),
    /** Where its vectors ought to be, and whether that goes by how many there are. */
    vectors: text("vectors").$type<VectorHome>().notNull().default("cell"),
    vectorsBySize: integer("vectors_by_size", { mode: "boolean" }).notNull().default(true),
    deletedAt: integer("deleted_at"),
    /** Rises with every change of who listens to the namespace; its cell has been told of those up to `hooks_told`. */
    hooksRevision: integer("hooks_revision").notNull().default(0),
    hooksTold: integer("hooks_told").notNull().default(0),
    ...timestamps,
  },
  (table) => [
    index("namespaces_untold").on(table.organizationId).where(sql`hooks_told < hooks_revision`),
    // A deleted namespace keeps its row until the wipe is done; its name is free at once. A clone has its name from the start.
    uniqueIndex("namespaces_name").on(table.organizationId, table.name).where(sql`status <> 'deleted'`),
    index("namespaces_page").on(table.organizationId, table.createdAt, table.id),
    index("namespaces_tree").on(table.organizationId, table.parentId),
  ],
);

/** In the cell, in an index that many namespaces share, or in one of its own. */
export const vectorHomes = ["cell", "upstash", "dedicated"] as const;
export type VectorHome = (typeof vectorHomes)[number];

export type Distance = "cosine" | "euclidean" | "dot_product";

export interface FeatureExtractor {
  name: string;
  version: string;
  params?: Record<string, unknown>;
}

export interface PayloadIndex {
  field: string;
  type: "keyword" | "integer" | "float" | "bool" | "geo" | "datetime" | "text" | "uuid";
}

/**
 * Keys are looked up by hash before any tenant is known. The owner's columns still lead every other statement:
 * `rows()` narrows by organization, and for retriever keys by namespace too.
 */
export const keys = sqliteTable(
  "keys",
  {
    organizationId: organizationId(),
    id: text("id").$type<Id<"key">>().notNull(),
    hash: text("hash").notNull(),
    prefix: text("prefix").notNull(),
    type: text("type").$type<KeyType>().notNull(),
    /** The one namespace of a retriever key, or of a key made for a namespace: it goes with it. Null for others. */
    namespaceId: text("namespace_id").$type<Id<"namespace">>(),
    retrieverId: text("retriever_id").$type<Id<"retriever">>(),
    userId: text("user_id").$type<Id<"user">>().notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    permissions: text("permissions", { mode: "json" }).$type<Held[]>().notNull(),
    scopes: text("scopes", { mode: "json" }).$type<KeyScope[]>().notNull(),
    allowedOrigins: text("allowed_origins", { mode: "json" }).$type<string[]>(),
    rateLimitOverride: integer("rate_limit_override"),
    expiresAt: integer("expires_at"),
    lastUsedAt: integer("last_used_at"),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    /** The key that took this one's place and name; this one works on until it expires. */
    replacedBy: text("replaced_by").$type<Id<"key">>(),
    revokedAt: integer("revoked_at"),
    revokedBy: text("revoked_by"),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("keys_hash").on(table.hash),
    uniqueIndex("keys_name")
      .on(table.organizationId, table.userId, table.name)
      .where(sql`type = 'standard' AND namespace_id IS NULL AND revoked_at IS NULL AND replaced_by IS NULL`),
    index("keys_of_retriever").on(table.namespaceId, table.retrieverId),
    foreignKey({ columns: [table.organizationId, table.userId], foreignColumns: [users.organizationId, users.id] }),
    // Composite, so that a key cannot point at a retriever of another namespace; it dies with its retriever.
    foreignKey({
      columns: [table.namespaceId, table.retrieverId],
      foreignColumns: [retrievers.namespaceId, retrievers.id],
    }).onDelete("cascade"),
  ],
);

/** A table of one namespace's rows. The namespace leads the primary key, so a row without one cannot be written. */
function tenantTable<
  N extends string,
  K extends "collection" | "retriever",
  C extends Record<string, SQLiteColumnBuilderBase>,
>(name: N, _kind: K, columns: C) {
  return sqliteTable(
    name,
    {
      namespaceId: text("namespace_id")
        .$type<Id<"namespace">>()
        .notNull()
        .references(() => namespaces.id),
      id: text("id").$type<Id<K>>().notNull(),
      name: text("name").notNull(),
      description: text("description"),
      ...timestamps,
      ...columns,
    },
    (table) => [
      primaryKey({ columns: [table.namespaceId, table.id] }),
      uniqueIndex(`${name}_name`).on(table.namespaceId, table.name),
    ],
  );
}

export const collections = tenantTable("collections", "collection", {
  source: text("source", { mode: "json" }).$type<Record<string, unknown>>(),
  featureExtractor: text("feature_extractor", { mode: "json" }).$type<CollectionExtractor>().notNull(),
  metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
});

export interface CollectionExtractor extends FeatureExtractor {
  /** Where the extractor's inputs come from: its input name → the document's field path, or several. */
  inputMappings: Record<string, string | string[]>;
}

export const retrievers = tenantTable("retrievers", "retriever", {
  collectionIds: text("collection_ids", { mode: "json" }).$type<string[]>().notNull(),
  stages: text("stages", { mode: "json" }).$type<StoredStage[]>().notNull(),
  inputSchema: text("input_schema", { mode: "json" }).$type<Record<string, InputField>>().notNull(),
  budgetLimits: text("budget_limits", { mode: "json" }).$type<{ max_credits?: number; max_time_ms?: number }>(),
  tags: text("tags", { mode: "json" }).$type<string[]>().notNull(),
  displayConfig: text("display_config", { mode: "json" }).$type<Record<string, unknown>>(),
  cacheConfig: text("cache_config", { mode: "json" }).$type<CacheConfig>(),
  version: integer("version").notNull(),
  createdBy: text("created_by").notNull(),
});

/** Whether and for how long a retriever's answers are given again; null for never. */
export interface CacheConfig {
  enabled: boolean;
  ttl_seconds: number;
}

/** A stage as it was given, in the one shape we keep. Parameters may hold templates. */
export interface StoredStage {
  name: string;
  type: string;
  stageId: string;
  parameters: Record<string, unknown>;
  description?: string;
}

export interface InputField {
  type: string;
  required?: boolean;
  default?: unknown;
  enum?: unknown[];
  description?: string;
}
