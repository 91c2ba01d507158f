import { type Document, made, read } from "../src/engine/document";
import type { Fields } from "../src/engine/fields";
import { matches } from "../src/engine/filter/matches";
import type { Given } from "../src/engine/pipeline";
import { findStage } from "../src/engine/stages";
import type { Corpus } from "../src/engine/stages/stage";

export type Row = { id: string; collection: string; fields: Fields };

/** Documents in memory. A search scores a document by how many of the query's words its text holds, then by age. */
export class Shelf implements Corpus {
  readonly warnings: string[] = [];
  readonly #rows: readonly Row[];
  constructor(rows: readonly Row[]) {
    this.#rows = rows;
  }
  #all(collection?: string) {
    return this.#rows
      .filter((row) => collection === undefined || row.collection === collection)
      .map(({ id, collection, fields }): Document => ({ ...made(fields), id, collectionId: collection }));
  }
  search({ query, topK, filter }: Parameters<Corpus["search"]>[0]): Document[] {
    const words = "text" in query ? query.text.split(" ") : [];
    return this.#all("posts")
      .filter((one) => !filter || matches((path) => read(one, path), filter))
      .map((one) => ({
        ...one,
        score: words.filter((word) => `${one.fields.text}`.split(" ").includes(word)).length / words.length,
      }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, topK);
  }
  select({ filter, limitEach }: Parameters<Corpus["select"]>[0]): Document[] {
    return this.#all("posts")
      .filter((one) => !filter || matches((path) => read(one, path), filter))
      .slice(0, limitEach);
  }
  lookup({ collection, field, values }: { collection: string; field: string; values: readonly unknown[] }) {
    return this.#all(collection).filter((one) => values.includes(read(one, field)));
  }
  warn(message: string) {
    this.warnings.push(message);
  }
}

/** A step of a pipeline, as a plan has it. */
export const step = (name: string, stageId: string, parameters: Fields) => {
  const stage = findStage(stageId);
  if (!stage) throw new Error(`no stage ${stageId}`);
  return { name, stage, parameters };
};
export const given = (more: Partial<Given> = {}): Given => ({ inputs: {}, namespaceId: "ns_1", seed: 1, ...more });
