import type { z } from "zod";
import type { Document } from "../document";
import type { Channel } from "../features";
import type { Fields } from "../fields";
import type { Filter } from "../filter/filter";
import type { Scope } from "../template";

export const categories = ["filter", "sort", "reduce", "apply", "enrich"] as const;
export type Category = (typeof categories)[number];

export type Query = { text: string } | { vector: number[] } | { documentId: string };

export interface SearchRequest {
  /** What the vectors are kept under: `text_extractor@v1`. */
  feature: string;
  channel: Channel;
  query: Query;
  topK: number;
  minScore?: number;
  /** Holds before anything is ranked: the best of those that pass, never those that pass among the best. */
  filter?: Filter;
  /** Ids; all the retriever's when absent. */
  collections?: string[];
  /** Ids of the only documents to rank. */
  among?: readonly string[];
}

export interface SelectRequest {
  filter?: Filter;
  limitEach: number;
  /** Ids; all the retriever's when absent. */
  collections?: string[];
}

export interface LookupRequest {
  /** An id. */
  collection: string;
  field: string;
  /** Scalars, each once. */
  values: readonly unknown[];
}

/** What a stage may ask of the documents. Each answer is already confined to the retriever's collections. */
export interface Corpus {
  /** Best first, each with its score. */
  search(request: SearchRequest): Document[];
  /** In the order they were written, at most `limitEach` from each collection. */
  select(request: SelectRequest): Document[];
  /**
   * The documents of one collection whose field equals one of the values, in the order they were written. The
   * collection is one that the key may see, the retriever's or not; undefined where there is none.
   */
  lookup?(request: LookupRequest): Document[] | undefined;
  /** For each document, its vector under a feature (`text_extractor@v1`); undefined where it has none. */
  vectors?(documents: readonly Document[], feature: string): (Float32Array | undefined)[];
  warn(message: string): void;
}

/** How often each value occurs, most often first. */
export type Facets = Record<string, { value: unknown; count: number }[]>;

/** What a stage has to say besides its documents. */
export interface Notes {
  facets?: Facets;
  aggregations?: Fields[];
  /** Features that were searched, for later stages that compare documents. */
  features?: string[];
}

/** What a stage may know of the run that it is part of. */
export interface Surroundings {
  /** For the templates that a stage fills in by itself. */
  scope: Scope;
  /** Seeds what is drawn at random without a seed of its own: the same for all of one run, and for its next pages. */
  seed: number;
  /** What the stages before it have noted, the latest of each kind. */
  notes: Readonly<Notes>;
  note(notes: Notes): void;
}

export const alone = (): Surroundings => ({ scope: {}, seed: 0, notes: {}, note() {} });

/**
 * One kind of step in a retriever. `run` is pure: documents and parameters in, documents out. `documents` is undefined
 * for the first stage, which finds its own.
 */
export interface Stage<P = unknown> {
  id: string;
  category: Category;
  does: string;
  /** Strict: a parameter that the stage does not know is refused by name. */
  parameters: z.ZodType<P>;
  /** It looks at one document at a time, so that its parameters may name `{{DOC.x}}` and `{{CONTEXT.INDEX}}`. */
  each?: boolean;
  /** Parameters that are templates of the stage's own: they reach it as they were written. */
  own?: readonly string[];
  run(documents: Document[] | undefined, parameters: P, corpus: Corpus, around: Surroundings): Document[];
}

/** A stage with its parameters hidden inside, so that stages of every kind fit one catalogue. */
export interface AnyStage extends Pick<Stage, "id" | "category" | "does" | "each" | "own"> {
  parameters: z.ZodType;
  /** @throws z.ZodError when the parameters are not the stage's. */
  run(documents: Document[] | undefined, parameters: unknown, corpus: Corpus, around?: Surroundings): Document[];
}

export const stage = <P>(definition: Stage<P>): AnyStage => ({
  ...definition,
  run: (documents, parameters, corpus, around = alone()) =>
    definition.run(documents, definition.parameters.parse(parameters), corpus, around),
});
