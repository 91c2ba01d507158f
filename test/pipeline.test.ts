import { expect, test } from "vitest";
import type { Fields } from "../src/engine/fields";
import { runPipeline } from "../src/engine/pipeline";
import { given, type Row, Shelf, step } from "./shelf";

const words = ["wing", "flow", "shock", "wave", "heat", "layer", "jet", "drag", "lift", "plate"];
/** Numbers that look random and are the same in every run. */
const roll = (i: number, salt: number, sides: number) =>
  (Math.imul(i + 1, 2654435761 + 2 * salt * 40503) >>> 9) % sides;

const rows: Row[] = Array.from({ length: 10_000 }, (_, i) => ({
  id: `p${i}`,
  collection: "posts",
  fields: {
    text: [1, 2, 3, 4].map((salt) => words[roll(i, salt, words.length)]).join(" "),
    kind: ["a", "b", "c", "d"][roll(i, 5, 4)],
    price: roll(i, 6, 100),
    by: roll(i, 7, 50),
    tags: ["x", "y", "z"].slice(0, i % 4),
    url: `u${roll(i, 8, 3000)}`,
  },
}));
for (let by = 0; by < 40; by++)
  rows.push({ id: `a${by}`, collection: "authors", fields: { user: by, name: `N${by % 9}`, rank: by / 50 } });

const clock = () => 0;

test("ten stages over 10,000 documents are what the same steps, written out plainly, make of them", () => {
  const steps = [
    step("find", "feature_search", {
      searches: [
        {
          feature_uri: "text_extractor@v1",
          query: "{{INPUT.query}}",
          top_k: 1000,
          filters: { price: { gte: "{{INPUT.least}}" } },
        },
      ],
      final_top_k: 500,
    }),
    step("kinds", "attribute_filter", { field: "kind", operator: "in", value: "{{INPUT.kinds}}" }),
    step("once", "deduplicate", { fields: ["url"] }),
    step("authors", "document_enrich", {
      target_collection_id: "authors",
      source_field: "by",
      target_field: "user",
      fields_to_merge: ["name", "rank"],
      output_field: "author",
      allow_missing: false,
    }),
    step("tags", "unwind", { field: "tags", include_array_index: "at" }),
    step("scale", "score_normalize", { method: "min_max", output_field: "share" }),
    step("cheap", "sort_attribute", { field: "price", direction: "asc" }),
    step("varied", "mmr", { lambda: 0.5, top_k: 60, diversity_fields: ["kind", "tags"], score_field: "share" }),
    step("names", "group_by", { field: "author.name", max_per_group: 2, sort_groups_by: "field", sort_order: "asc" }),
    step("out", "json_transform", {
      template:
        '{"name": {{ DOC.key | tojson }}, "place": {{ CONTEXT.INDEX }}, "of": {{ STAGE.varied.count }}, "asked": {{ INPUT.query | tojson }}, "ids": [{% for one in DOC.documents %}"{{ one.document_id }}/{{ one.tags }}"{% if not loop.last %}, {% endif %}{% endfor %}]}',
    }),
  ];
  const query = "shock wave heat";
  const inputs = { query, least: 20, kinds: ["a", "b"] };
  const { documents, statistics } = runPipeline(steps, new Shelf(rows), clock, given({ inputs }));
  const [counts, results] = plainly(query, 20, ["a", "b"]);
  expect(statistics.map(({ outputCount }) => outputCount)).toEqual(counts);
  expect(documents.map(({ fields }) => fields)).toEqual(results);
  // Each step has something to do.
  expect(new Set(counts.slice(0, 5)).size).toBe(5);
  expect(results.length).toBeGreaterThan(5);
});

/** The same ten steps as loops over plain objects: nothing of the engine is used here. */
function plainly(query: string, least: number, kinds: string[]): [number[], Fields[]] {
  type One = {
    id: string;
    text: string;
    kind: string;
    price: number;
    by: number;
    tags: string[];
    url: string;
    score: number;
    tag: string;
    name: string;
    share: number;
  };
  const counts: number[] = [];
  const note = <T>(list: T[]): T[] => {
    counts.push(list.length);
    return list;
  };
  let all: One[] = [];
  for (const { id, collection, fields } of rows) {
    if (collection !== "posts" || Number(fields.price) < least) continue;
    const own = `${fields.text}`.split(" ");
    const score = query.split(" ").filter((word) => own.includes(word)).length / 3;
    const tags = ["x", "y", "z"].slice(0, Number(id.slice(1)) % 4);
    const [text, kind, url] = [`${fields.text}`, `${fields.kind}`, `${fields.url}`];
    if (score > 0)
      all.push({
        id,
        text,
        kind,
        price: Number(fields.price),
        by: Number(fields.by),
        tags,
        url,
        score,
        tag: "",
        name: "",
        share: 0,
      });
  }
  all.sort((x, y) => y.score - x.score);
  all = note(all.slice(0, 500));
  all = note(all.filter(({ kind }) => kinds.includes(kind)));
  const urls = new Set<string>();
  all = note(
    all.filter(({ url }) => {
      if (urls.has(url)) return false;
      urls.add(url);
      return true;
    }),
  );
  all = note(all.filter(({ by }) => by < 40).map((one) => ({ ...one, name: `N${one.by % 9}` })));
  all = note(all.flatMap((one) => one.tags.map((tag) => ({ ...one, tag }))));
  const [low, high] = [Math.min(...all.map(({ score }) => score)), Math.max(...all.map(({ score }) => score))];
  all = note(all.map((one) => ({ ...one, share: high === low ? 1 : (one.score - low) / (high - low) })));
  all = note(
    all
      .map((one, i) => ({ one, i }))
      .sort((x, y) => x.one.price - y.one.price || x.i - y.i)
      .map(({ one }) => one),
  );
  const left = all
    .map((one, i) => ({ one, i }))
    .sort((x, y) => y.one.share - x.one.share || x.i - y.i)
    .map(({ one }) => one);
  const picked: One[] = [];
  while (picked.length < 60 && left.length > 0) {
    const worth = (one: One) => {
      const likeness = picked.map((other) => (Number(other.kind === one.kind) + Number(other.tag === one.tag)) / 2);
      return 0.5 * one.share - 0.5 * Math.max(0, ...likeness);
    };
    let best = 0;
    for (let i = 1; i < left.length; i++) if (worth(left[i]!) > worth(left[best]!)) best = i;
    picked.push(...left.splice(best, 1));
  }
  note(picked);
  const names = note([...new Set(picked.map(({ name }) => name))].sort());
  const results = names.map((name, i) => {
    const members = picked.filter((one) => one.name === name).sort((x, y) => y.score - x.score);
    const ids = members.slice(0, 2).map(({ id, tag }) => `${id}/${tag}`);
    return { name, place: i + 1, of: picked.length, asked: query, ids };
  });
  return [counts, note(results)];
}
