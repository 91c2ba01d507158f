import { z } from "zod";
import { put, read } from "../document";
import { eachWhere, When } from "./conditions";
import { FieldPath } from "./parameters";
import { stage } from "./stage";

/** So many documents come out of lists at most: lists multiply. */
const most = 50_000;

const Parameters = z.strictObject({
  field: FieldPath,
  preserve_null_and_empty: z.boolean().default(false),
  include_array_index: FieldPath.nullish(),
  output_field: FieldPath.nullish(),
  when: When,
});

export const unwind = stage({
  id: "unwind",
  category: "apply",
  does: "Makes one document of each member of a list. What is no list passes as it is; without one, it is left out.",
  parameters: Parameters,
  each: true,
  run(documents, { field, preserve_null_and_empty, include_array_index, output_field, when }, corpus) {
    const target = output_field ?? field;
    let room = most;
    return eachWhere(documents, when, (document) => {
      const value = read(document, field) ?? null;
      if (value !== null && !Array.isArray(value)) return [document];
      if (value === null || value.length === 0) {
        if (!preserve_null_and_empty) return [];
        return [value === null ? document : put(document, target, null)];
      }
      const members: unknown[] = value.slice(0, room);
      if (members.length < value.length) corpus.warn(`unwind makes ${most} documents at most; the rest is left out.`);
      room -= members.length;
      return members.map((member, i) => {
        const one = put(document, target, member);
        return include_array_index ? put(one, include_array_index, i) : one;
      });
    });
  },
});
