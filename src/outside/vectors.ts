import { Index } from "@upstash/vector";
import type { VectorSpace } from "../engine/knn/space";
import { type Facts, factsOf, type Nature } from "./vectors/facts";
import { pathsOf } from "./vectors/paths";
import { type IndexAddress, type Platform, transport, workers } from "./vectors/transport";
import { upstashSpace } from "./vectors/upstash-space";

/** An index at Upstash as the house uses it. Nothing here reaches more than one namespace, but to look. */
export interface VectorIndex {
  /**
   * A namespace of the index, by a name of ours, for vectors of so many dimensions: those of the index, or fewer.
   * @throws RangeError for a name that we would not have made
   */
  space(name: string, dimensions: number): VectorSpace;
  info(): Promise<Facts>;
  /** The names of all of its namespaces, but for the one without a name. */
  namespaces(): Promise<string[]>;
}

/** `at` binds an index to a moment, by which its breaker counts. */
export interface IndexConnection {
  readonly name: string;
  at(now: number): VectorIndex;
}

/** One for an isolate: its breaker and its budget of retries are shared by all spaces of the index. */
export function connectIndex(address: IndexAddress, platform: Platform = workers): IndexConnection {
  const requester = transport(address, platform);
  // What does not change in an index's life. A promise would be tied to the request that made it.
  let known: Nature | undefined;

  return {
    name: address.name,
    at(now) {
      const index = new Index(requester(now, pathsOf(null)));
      const info = async () => {
        const facts = await factsOf(index);
        known = { dimensions: facts.dimensions, metric: facts.metric };
        return facts;
      };
      return {
        info,
        namespaces: async () => (await index.listNamespaces()).filter((name) => name !== ""),
        space: (name, dimensions) =>
          upstashSpace({
            client: new Index(requester(now, pathsOf(name))),
            name,
            dimensions,
            nature: async () => known ?? info(),
            facts: info,
          }),
      };
    },
  };
}
