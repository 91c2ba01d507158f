import { z } from "zod";
import { type Document, derive, plain, put, read, withValue } from "../document";
import type { Fields } from "../fields";
import { eachWhere, When } from "./conditions";
import { StageFault } from "./issues";
import { caching, FieldPath, isFields } from "./parameters";
import { type Corpus, stage } from "./stage";

const CollectionRef = z.string().min(1).max(255);
const FieldPaths = z.array(FieldPath).min(1).max(100);

const Parameters = z
  .strictObject({
    target_collection_id: CollectionRef.nullish(),
    collection_id: CollectionRef.nullish(),
    source_field: FieldPath.default("source_object_id"),
    target_field: FieldPath.nullish(),
    lookup_field: FieldPath.nullish(),
    fields_to_merge: FieldPaths.nullish(),
    select_fields: FieldPaths.nullish(),
    output_field: FieldPath.nullish(),
    result_field: FieldPath.nullish(),
    strategy: z.enum(["enrich", "replace", "append"]).default("enrich"),
    multiple: z.boolean().default(false),
    limit: z.int().min(1).max(1000).default(10),
    allow_missing: z.boolean().default(true),
    when: When,
    retriever_id: z.unknown().optional(),
    retriever_config: z.unknown().optional(),
    retriever_inputs: z.unknown().optional(),
    ...caching,
  })
  .superRefine((given, context) => {
    const fault = (message: string, path: string) => context.addIssue({ code: "custom", message, path: [path] });
    const retriever = (["retriever_id", "retriever_config", "retriever_inputs"] as const).find(
      (key) => given[key] != null,
    );
    if (retriever)
      fault(
        "A join here goes by field: give target_collection_id, source_field and target_field, and no retriever.",
        retriever,
      );
    else if (!given.target_collection_id && !given.collection_id)
      fault("Name the collection to join.", "target_collection_id");
  })
  .transform((given) => {
    // The older names put what they find into a field of its own; the newer merge it into the document.
    const older = given.collection_id != null || given.lookup_field != null;
    const ownField = older || given.multiple || given.strategy === "append" ? "enriched_data" : undefined;
    return {
      collection: given.target_collection_id ?? given.collection_id ?? "",
      source: given.source_field,
      target: given.target_field ?? given.lookup_field ?? "document_id",
      picked: given.fields_to_merge ?? given.select_fields ?? undefined,
      output: given.output_field ?? given.result_field ?? ownField,
      strategy: given.strategy,
      multiple: given.multiple,
      limit: given.limit,
      allowMissing: given.allow_missing,
      when: given.when,
    };
  });

type Parameters = z.output<typeof Parameters>;

export const documentEnrich = stage({
  id: "document_enrich",
  category: "enrich",
  does: "Joins documents of another collection by a field: a LEFT JOIN, merged in, or put into a field of its own.",
  parameters: Parameters,
  each: true,
  run(documents, parameters, corpus) {
    const { source, when, allowMissing, limit } = parameters;
    const wanted = new Map<string, unknown>();
    eachWhere(documents, when, (document) => {
      for (const value of keysOf(read(document, source))) wanted.set(`${value}`, value);
      return [];
    });
    const byKey = matching([...wanted.values()], parameters, corpus);
    return eachWhere(documents, when, (document) => {
      const found = new Set(keysOf(read(document, source)).flatMap((value) => byKey.get(`${value}`) ?? []));
      if (found.size === 0) return allowMissing ? [document] : [];
      return [merge(document, [...found].slice(0, limit), parameters)];
    });
  },
});

/** What a join goes by: a scalar, or each of a list. A text and a number that read the same are the same. */
const keysOf = (value: unknown): unknown[] =>
  (Array.isArray(value) ? value : [value]).filter((key) => ["string", "number", "boolean"].includes(typeof key));

/** The documents of the other collection by what they are joined by, one look-up for all. */
function matching(values: unknown[], { collection, target }: Parameters, corpus: Corpus): Map<string, Document[]> {
  const byKey = new Map<string, Document[]>();
  if (values.length === 0) return byKey;
  if (!corpus.lookup) throw new StageFault("Documents of another collection cannot be joined here.");
  const found = corpus.lookup({ collection, field: target, values });
  if (!found) throw new StageFault("There is no such collection.", ["target_collection_id"]);
  for (const document of found) {
    for (const key of new Set(keysOf(read(document, target)).map((value) => `${value}`))) {
      const known = byKey.get(key);
      if (known) known.push(document);
      else byKey.set(key, [document]);
    }
  }
  return byKey;
}

function merge(document: Document, found: Document[], { strategy, output, picked, multiple }: Parameters): Document {
  const [first] = found;
  if (!first) return document;
  if (output === undefined) {
    const brought = picked ? pick(first, picked) : first.fields;
    return derive(document, { fields: strategy === "replace" ? brought : { ...document.fields, ...brought } });
  }
  const all = found.map((one) => (picked ? pick(one, picked) : plain(one)));
  const before = read(document, output);
  if (strategy === "append")
    return put(document, output, [...(Array.isArray(before) ? before : [before ?? []].flat()), ...all]);
  if (multiple) return put(document, output, all);
  return put(document, output, strategy === "enrich" && isFields(before) ? { ...before, ...all[0] } : all[0]);
}

/** Some fields of a document, at their paths. */
function pick(document: Document, paths: string[]): Fields {
  return paths.reduce((fields: Fields, path) => {
    const value = read(document, path);
    return value === undefined ? fields : withValue(fields, path, value);
  }, {});
}
