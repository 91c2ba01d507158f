import type {
  Change,
  Changed,
  CollectionPlan,
  Counts,
  DatedDraft,
  DocumentDraft,
  DocumentPage,
  ListedDocument,
  Listing,
  Outcome,
  Plan,
  Selection,
} from "../cell/contract";
import { arrived } from "../cell/crossing";
import type { VectorAnswer, VectorAsk, VectorVerb } from "../cell/vectors/contract";
import type { Aggregated, Aggregation } from "../engine/aggregation";
import { otherDimension } from "../kit/problem";
import { type Plot, passOf } from "./plot";
import { served, servedText } from "./refused";

/** A namespace's contents, as its cell keeps them. Every call carries the pass; a refusal is thrown as `Refused`. */
export interface Contents {
  /** All of them or, when an id is taken, none. */
  create(drafts: DocumentDraft[]): Promise<{ taken: string[] }>;
  /**
   * Puts all of them with their times, or none: then it gives the ids that are in another collection.
   * @throws Problem when one's vector is not as long as vectors are here
   */
  importAll(drafts: DatedDraft[]): Promise<string[]>;
  get(id: string, vectors: boolean): Promise<ListedDocument | null>;
  list(listing: Listing): Promise<DocumentPage>;
  aggregate(selection: Selection, aggregation: Aggregation): Promise<Aggregated>;
  /** Ids, in the order the documents came. */
  select(selection: Selection): Promise<string[]>;
  /** @throws Problem when one's vector is not as long as vectors are here; then nothing was changed */
  change(plan: CollectionPlan, changes: Change[]): Promise<Changed[]>;
  /** What vectors and texts of the memory dialect are asked. @throws Problem for a vector of another length */
  vectors<V extends VectorVerb>(verb: V, ask: VectorAsk<V>): Promise<VectorAnswer<V>>;
  /** True for each that was there. */
  remove(ids: string[], collectionId: string | null): Promise<boolean[]>;
  dropCollection(collectionId: string): Promise<number>;
  count(): Promise<Counts>;
  execute(plan: Plan): Promise<Outcome>;
}

export function contents(plot: Plot): Contents {
  return {
    create: (drafts) => served(plot.cell.createDocuments(passOf(plot), drafts)),
    async importAll(drafts) {
      const { elsewhere, dimension } = await served(plot.cell.importDocuments(passOf(plot), drafts));
      if (dimension !== null) throw otherDimension(dimension);
      return elsewhere;
    },
    async get(id, vectors) {
      const seen = vectors ? undefined : plot.glance?.get(plot.id, passOf(plot), id);
      if (seen) return seen;
      const text = await servedText(plot.cell.getDocument(passOf(plot), id, vectors));
      return text === null ? null : arrived(text);
    },
    list: (listing) => served(plot.cell.listDocuments(passOf(plot), JSON.stringify(listing))),
    aggregate: async (selection, aggregation) => {
      const question = JSON.stringify({ selection, aggregation });
      return JSON.parse((await served(plot.cell.aggregateDocuments(passOf(plot), question))).text);
    },
    select: async (selection) => (await served(plot.cell.selectDocuments(passOf(plot), JSON.stringify(selection)))).ids,
    async change(plan, changes) {
      const { results, dimension } = await served(plot.cell.changeDocuments(passOf(plot), plan, changes));
      if (dimension !== null) throw otherDimension(dimension);
      return results;
    },
    async vectors(verb, ask) {
      const answer = JSON.parse(await served(plot.cell.vectors(passOf(plot), verb, JSON.stringify(ask))));
      if (answer.dimension !== undefined && verb === "search") throw otherDimension(answer.dimension);
      return answer;
    },
    remove: async (ids, collectionId) =>
      (await served(plot.cell.deleteDocuments(passOf(plot), ids, collectionId))).deleted,
    dropCollection: async (collectionId) =>
      (await served(plot.cell.dropCollection(passOf(plot), collectionId))).deleted,
    count: () => served(plot.cell.count(passOf(plot))),
    execute: (plan) => served(plot.cell.execute(passOf(plot), JSON.stringify(plan))),
  };
}
