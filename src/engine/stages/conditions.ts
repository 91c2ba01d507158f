import { z } from "zod";
import type { Filter } from "../filter/filter";
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
export function both(...filters: (Filter | undefined)[]): Filter | undefined {
  const of = filters.filter((filter) => filter !== undefined);
  return of.length > 1 ? { kind: "and", of } : of[0];
}
