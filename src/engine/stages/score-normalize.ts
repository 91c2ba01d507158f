import { z } from "zod";
import { numberAt, put } from "../document";
import { spread } from "../fuse";
import { FieldPath } from "./parameters";
import { stage } from "./stage";

const Parameters = z
  .strictObject({
    method: z.enum(["min_max", "z_score", "softmax", "l2"]).default("min_max"),
    score_field: FieldPath.default("score"),
    output_field: FieldPath.nullish(),
    min_value: z.number().nullish(),
    max_value: z.number().nullish(),
  })
  .superRefine(({ min_value: low, max_value: high }, context) => {
    if (typeof low === "number" && typeof high === "number" && low >= high)
      context.addIssue({ code: "custom", message: "max_value has to be above min_value.", path: ["max_value"] });
  });

export const scoreNormalize = stage({
  id: "score_normalize",
  category: "sort",
  does: "Brings scores to one scale, by their range, spread, sum of exponentials or length. The order stays.",
  parameters: Parameters,
  run(documents, { method, score_field, output_field, min_value, max_value }) {
    const all = documents ?? [];
    // What has no number there counts as 0, as it is published.
    const scores = all.map((document) => numberAt(document, score_field) ?? 0);
    const scaled = methods[method](scores, min_value ?? undefined, max_value ?? undefined);
    return all.map((document, i) => put(document, output_field ?? score_field, scaled[i]));
  },
});

type Method = (scores: number[], low?: number, high?: number) => number[];

const methods: Record<"min_max" | "z_score" | "softmax" | "l2", Method> = {
  /** (x − min) / (max − min), kept within 0 and 1; all the same are 1. */
  min_max(scores, low = Math.min(...scores), high = Math.max(...scores)) {
    if (high <= low) return scores.map((score) => (score >= low ? 1 : 0));
    return scores.map((score) => Math.min(1, Math.max(0, (score - low) / (high - low))));
  },
  /** (x − mean) / standard deviation of the population; all the same are 0. */
  z_score(scores) {
    const { mean, deviation } = spread(scores);
    return scores.map((score) => (deviation > 0 ? (score - mean) / deviation : 0));
  },
  /** exp(x) / Σ exp(x), the highest taken off each exponent so that none overflows. */
  softmax(scores) {
    const highest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  },
  /** x / √Σx²; nothing but zeros stay zeros. */
  l2(scores) {
    const length = Math.hypot(...scores);
    return scores.map((score) => (length > 0 ? score / length : 0));
  },
};
