import { z } from "zod";
import { type Document, read } from "../document";
import { stage } from "./stage";

const Direction = z.enum(["asc", "desc"]);

const Parameters = z
  .strictObject({
    score_field: z.string().min(1).max(255).default("score"),
    direction: Direction.optional(),
    order: Direction.optional(),
    feature_address: z.string().nullish(),
    missing_score: z.enum(["bottom", "top", "preserve"]).default("bottom"),
  })
  .transform(({ score_field, direction, order, missing_score }) => ({
    field: score_field,
    descending: (direction ?? order ?? "desc") === "desc",
    missing: missing_score,
  }));

export const sortRelevance = stage({
  id: "sort_relevance",
  category: "sort",
  does: "Orders by score. Documents without one go to the bottom or the top, or keep their places.",
  parameters: Parameters,
  run(documents, { field, descending, missing }) {
    const all = documents ?? [];
    const scoreOf = (document: Document) => {
      const value = field === "score" ? document.score : read(document, field);
      return typeof value === "number" ? value : undefined;
    };
    const scored = all
      .map((document) => ({ document, score: scoreOf(document) ?? Number.NaN }))
      .filter(({ score }) => !Number.isNaN(score))
      .sort((a, b) => (descending ? b.score - a.score : a.score - b.score))
      .map(({ document }) => document);
    const unscored = all.filter((document) => scoreOf(document) === undefined);
    if (missing === "top") return [...unscored, ...scored];
    if (missing === "bottom") return [...scored, ...unscored];
    const next = scored.values();
    return all.map((document) => (scoreOf(document) === undefined ? document : (next.next().value ?? document)));
  },
});
