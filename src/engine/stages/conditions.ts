import { z } from "zod";
import { type Document, read } from "../document";
import type { Filter } from "../filter/filter";
import { matches } from "../filter/matches";
import { FilterFault, parseFilter } from "../filter/parse";

/** A filter as a parameter: any published form, read into ours; its faults point into it. */
export const Conditions = (options: { ignoreCase?: boolean } = {}) =>
  z.unknown().transform((input, context): Filter => {
    try {
      return parseFilter(input, options);
    } catch (error) {
      if (!(error instanceof FilterFault)) throw error;
      context.addIssue({ code: "custom", message: error.message, path: error.location });
      return z.NEVER;
    }
  });

/** All of several filters at once, those that are there. */
export function both(...filters: (Filter | null | undefined)[]): Filter | undefined {
  const of = filters.filter((filter) => filter !== undefined && filter !== null);
  return of.length > 1 ? { kind: "and", of } : of[0];
}

/** Which documents a stage changes: the others pass through as they are, in their places. */
export const When = Conditions().nullish();

/** What a stage makes of each document, where the condition holds. */
export function eachWhere(
  documents: Document[] | undefined,
  when: Filter | null | undefined,
  make: (document: Document, place: number) => Document[],
): Document[] {
  return (documents ?? []).flatMap((document, place) =>
    when && !matches((path) => read(document, path), when) ? [document] : make(document, place),
  );
}
