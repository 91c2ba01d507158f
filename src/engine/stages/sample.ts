import { z } from "zod";
import { type Document, numberAt } from "../document";
import { groupsOf } from "./group";
import { sortBy } from "./order";
import { FieldPath } from "./parameters";
import { dice, shuffled } from "./random";
import { stage } from "./stage";

const strategies = ["random", "stratified", "reservoir", "systematic"] as const;
const Strategy = z.enum(strategies);
const Count = z.int().min(1).max(1000);

const Parameters = z
  .strictObject({
    count: Count.nullish(),
    size: Count.nullish(),
    limit: Count.nullish(),
    strategy: Strategy.nullish(),
    method: Strategy.nullish(),
    stratify_by: FieldPath.nullish(),
    group_field: FieldPath.nullish(),
    min_per_stratum: z.int().min(0).default(1),
    samples_per_group: Count.nullish(),
    allocation: z.enum(["proportional", "equal"]).default("proportional"),
    seed: z.int().nullish(),
    preserve_top_k: z.int().min(0).default(0),
  })
  .transform((given, context) => {
    const strategy = given.strategy ?? given.method ?? "random";
    const by = given.stratify_by ?? given.group_field;
    const count = given.count ?? given.size ?? given.limit;
    if (strategy === "stratified" && !by)
      context.addIssue({ code: "custom", message: "Name the field to stratify by.", path: ["stratify_by"] });
    return {
      strategy,
      by: by ?? "",
      // So many of each group, and no count: then the groups decide how many there are.
      count: count ?? (given.samples_per_group ? Number.POSITIVE_INFINITY : 10),
      least: given.min_per_stratum,
      each: given.samples_per_group ?? undefined,
      equal: given.allocation === "equal",
      seed: given.seed ?? undefined,
      preserved: given.preserve_top_k,
    };
  });

type Parameters = z.output<typeof Parameters>;

export const sample = stage({
  id: "sample",
  category: "reduce",
  does: "Draws documents at random, by group or at even steps; they keep their order. One seed gives one sample.",
  parameters: Parameters,
  run(documents, parameters, _, around) {
    const all = documents ?? [];
    const { preserved, count } = parameters;
    const best = sortBy(all, (document) => numberAt(document, "score"), { descending: true });
    const kept = new Set(best.slice(0, Math.min(preserved, count)));
    const rest = all.filter((document) => !kept.has(document));
    for (const document of drawn(rest, count - kept.size, parameters, around.seed)) kept.add(document);
    return all.filter((document) => kept.has(document));
  },
});

function drawn(documents: Document[], count: number, parameters: Parameters, runSeed: number): Document[] {
  const random = dice(parameters.seed ?? runSeed);
  if (parameters.strategy === "stratified") return stratified(documents, count, parameters, random);
  if (count >= documents.length) return documents;
  if (parameters.strategy === "systematic")
    return Array.from({ length: count }, (_, i) => documents[Math.floor((i * documents.length) / count)]!);
  return parameters.strategy === "reservoir"
    ? reservoir(documents, count, random)
    : shuffled(documents, random).slice(0, count);
}

/** Algorithm R (Vitter 1985): one pass, every document as likely as another. */
function reservoir(documents: Document[], count: number, random: () => number): Document[] {
  const held = documents.slice(0, count);
  for (let i = count; i < documents.length; i++) {
    const j = Math.floor(random() * (i + 1));
    if (j < count) held[j] = documents[i]!;
  }
  return held;
}

function stratified(documents: Document[], count: number, parameters: Parameters, random: () => number): Document[] {
  const strata = groupsOf(documents, parameters.by).map((group) => group.documents);
  const sizes = strata.map((stratum) => Math.min(stratum.length, parameters.each ?? stratum.length));
  const shares = allocate(sizes, count, parameters.least, parameters.equal || parameters.each !== undefined);
  return strata.flatMap((stratum, i) => shuffled(stratum, random).slice(0, shares[i]));
}

/**
 * How many of each stratum: the least for each while they last, then one after another to the stratum that is furthest
 * below its share of the whole. For strata larger than the least that is the method of largest remainders.
 */
export function allocate(sizes: number[], count: number, least: number, equal: boolean): number[] {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = Math.min(count, whole);
  let left = wanted;
  const given = sizes.map((size) => {
    const first = Math.min(size, least, left);
    left -= first;
    return first;
  });
  const shares = sizes.map((size) => (equal ? wanted / sizes.length : (wanted * size) / whole));
  for (; left > 0; left--) {
    let next = -1;
    for (let i = 0; i < sizes.length; i++) {
      if (given[i]! >= sizes[i]!) continue;
      if (next < 0 || shares[i]! - given[i]! > shares[next]! - given[next]!) next = i;
    }
    given[next] = given[next]! + 1;
  }
  return given;
}
