import type { z } from "zod";
import type { Document } from "../document";
import type { Channel } from "../features";
import type { Filter } from "../filter/filter";

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
}

/** What a stage may ask of the documents. Each answer is already confined to the retriever's collections. */
export interface Corpus {
  /** Best first, each with its score. */
  search(request: SearchRequest): Document[];
  /** In the order they were written, at most `limitEach` from each collection. */
  select(request: { filter?: Filter; limitEach: number }): Document[];
  warn(message: string): void;
}

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
  run(documents: Document[] | undefined, parameters: P, corpus: Corpus): Document[];
}

/** A stage with its parameters hidden inside, so that stages of every kind fit one catalogue. */
export interface AnyStage extends Pick<Stage, "id" | "category" | "does"> {
  parameters: z.ZodType;
  /** @throws z.ZodError when the parameters are not the stage's. */
  run(documents: Document[] | undefined, parameters: unknown, corpus: Corpus): Document[];
}

export const stage = <P>(definition: Stage<P>): AnyStage => ({
  ...definition,
  run: (documents, parameters, corpus) => definition.run(documents, definition.parameters.parse(parameters), corpus),
});
