import { z } from "zod";
import { invalid } from "../kit/problem";
import { vectorHomes } from "../store/schema";
import { Description, Fields, Flag, Moment, PageQuery, Pagination, Ref, Sent, Whole } from "./shapes";

const indexTypes = ["keyword", "integer", "float", "bool", "geo", "datetime", "text", "uuid"] as const;

/** What goes into paths and headers unescaped, never looks like an id, and is no name that services like to keep. */
export const NamespaceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "Letters, digits and _ . - beginning with a letter or digit.")
  .max(128)
  .refine((name) => !/^[a-z]+_[0-9a-hjkmnp-tv-z]{24}$/.test(name), "A name may not have the form of an id.")
  .refine(
    (name) => !/^(system|internal|admin)_/i.test(name),
    "Names that begin with system_, internal_ or admin_ are reserved.",
  )
  .refine((name) => !["deletions", "list", "migrations"].includes(name), "A path of the API has this name.");

/** The name that a path gives to a namespace which is not there yet. @throws Problem `invalid` */
export function nameInPath(ref: string): string {
  const read = NamespaceName.safeParse(ref);
  if (read.success) return read.data;
  throw invalid(`params.namespace_identifier: ${read.error.issues[0]?.message}`, ["params", "namespace_identifier"]);
}

const FeatureExtractor = z.object({
  feature_extractor_name: z.string().min(1).max(100),
  version: z.string().min(1).max(20),
  params: Sent.nullish(),
});

const PayloadIndex = z.object({
  field_name: z.string().min(1).max(255),
  type: z.enum(indexTypes),
  is_protected: z.boolean().optional(),
});

const distances = ["cosine", "euclidean", "dot_product"] as const;

/** `auto` leaves it to how many there are. */
const Infrastructure = z.strictObject({ vectors: z.enum(["auto", ...vectorHomes]) });

/** A name is called one thing in each dialect. */
const said = {
  namespace_name: NamespaceName.nullish(),
  name: NamespaceName.nullish(),
  description: Description,
  payload_indexes: z.array(PayloadIndex).max(100).nullish(),
  parent_namespace_id: Ref.nullish(),
  metadata: Sent.nullish(),
  dimension: z.int().min(1).max(4096).nullish(),
  distance: z.enum(distances).nullish(),
  infrastructure: Infrastructure.nullish(),
};

interface Named {
  namespace_name?: string | null | undefined;
  name?: string | null | undefined;
}

const saysOneName = ({ namespace_name, name }: Named) =>
  namespace_name == null || name == null || namespace_name === name;
const twoNames = { error: "The two names differ.", path: ["name"] };

const named = <T extends Named>(draft: T) => ({
  ...draft,
  name: draft.namespace_name ?? draft.name ?? undefined,
});

const Draft = z
  .object({
    ...said,
    feature_extractors: z.array(FeatureExtractor).max(20).nullish(),
    template: z.string().min(1).max(100).nullish(),
  })
  .refine(saysOneName, twoNames);

export const NamespaceDraft = Draft.transform(named);
export const NamespacePut = Draft.optional().transform((draft) => named(draft ?? {}));
export const NamespaceChange = z
  .object({
    ...said,
    auto_create_indexes: z
      .literal(false, "No index is made unasked here: name the fields in payload_indexes.")
      .nullish(),
  })
  .refine((change) => Object.keys(change).length > 0, "Name at least one thing to change.")
  .refine(saysOneName, twoNames)
  .transform(named);

export const Namespace = z
  .object({
    namespace_id: z.string(),
    namespace_name: z.string(),
    namespace: z.string(),
    name: z.string(),
    namespace_type: z.string(),
    kind: z.string(),
    description: z.string().nullable(),
    parent_namespace_id: z.string().nullable(),
    metadata: Fields,
    feature_extractors: z.array(z.object({ feature_extractor_name: z.string(), version: z.string(), params: Fields })),
    payload_indexes: z.array(z.object({ field_name: z.string(), type: z.enum(indexTypes), is_protected: z.boolean() })),
    document_count: z.int(),
    collection_count: z.int(),
    bucket_count: z.int(),
    memory_count: z.int(),
    object_count: z.int(),
    vector_count: z.int(),
    size_bytes: z.int(),
    dimension: z.int(),
    distance: z.enum(distances),
    index_type: z.string(),
    schema_version: z.int(),
    auto_create_indexes: z.boolean(),
    infrastructure: z.object({
      /** Where the vectors are to be; GET …/infrastructure says how far they have come. */
      vectors: z.enum(vectorHomes),
      by_size: z.boolean(),
      task_id: z.string().optional(),
    }),
    created_at: Moment,
    updated_at: Moment,
    last_activity_at: Moment.nullable(),
  })
  .meta({ id: "Namespace" });

export const FoundNamespace = Namespace.extend({ created: z.boolean() }).meta({ id: "FoundNamespace" });

export const NamespaceList = z.object({
  results: z.array(Namespace),
  pagination: Pagination,
  total_count: z.int(),
  namespaces: z.array(z.string()),
  details: z.array(
    z.object({
      name: z.string(),
      namespace_id: z.string(),
      parent_namespace_id: z.string().nullable(),
      created_at: Moment,
      updated_at: Moment,
    }),
  ),
});

export const Tree = { parent_namespace_id: Ref.optional(), recursive: Flag.optional() };

/** Who says nothing of pages is told all names beside the first page. */
export const ListQuery = PageQuery.extend({
  ...Tree,
  limit: Whole(1, 1000).optional(),
  offset: Whole(0, 10_000).optional(),
});

export const NamespacePath = z.object({ namespace_identifier: Ref });

export const Audit = z.object({
  namespaces: z.array(
    z.object({
      name: z.string(),
      namespace_id: z.string(),
      vector_count: z.int(),
      document_count: z.int(),
      dimension: z.int(),
      index_type: z.string(),
      storage_bytes: z.int(),
      created_at: z.int(),
      updated_at: z.int(),
      last_activity_at: z.int().nullable(),
      index_stats: Fields,
    }),
  ),
  total: z.int(),
});

/** Where a namespace's vectors are to be, and how far they have come. */
export const VectorStanding = z
  .object({
    vectors: z.enum(vectorHomes),
    by_size: z.boolean(),
    settled: z.boolean(),
    answering: z.boolean(),
    features: z.array(
      z.object({
        feature: z.string(),
        searched_in: z.enum(["cell", "upstash"]),
        vectors: z.int().nullable(),
        confirmed: z.int().nullable(),
      }),
    ),
    compared: z.object({ entries: z.int(), missing: z.int(), extra: z.int() }).nullable(),
  })
  .meta({ id: "VectorStanding" });
