import { type Document, made } from "../src/engine/document";
import type { Fields } from "../src/engine/fields";
import { findStage } from "../src/engine/stages";
import type { Corpus, Notes, Surroundings } from "../src/engine/stages/stage";

export const doc = (id: string, fields: Fields = {}, score?: number): Document => ({
  ...made(fields, score),
  id,
  collectionId: "c",
});

/** Runs one stage over documents, with nothing to search; what it warned of and noted comes back beside what it made. */
export function runStage(
  stageId: string,
  documents: Document[],
  parameters: Fields,
  { seed = 1, scope = {} }: Partial<Pick<Surroundings, "seed" | "scope">> = {},
) {
  const warnings: string[] = [];
  const noted: Notes = {};
  const corpus: Corpus = { search: () => [], select: () => [], warn: (message) => warnings.push(message) };
  const note = (more: Notes) => Object.assign(noted, more);
  const out = findStage(stageId)?.run(documents, parameters, corpus, { scope, seed, notes: {}, note }) ?? [];
  return { out, ids: out.map(({ id }) => id).join(" "), fields: out.map(({ fields }) => fields), warnings, noted };
}

/** Four with a brand, of which two are spelt alike. */
export const shop = [
  doc("a", { brand: "Acme", price: 10, tags: ["x", "y"], at: "2026-01-02" }, 0.9),
  doc("b", { brand: "acme", price: 30, tags: ["x"], at: "2026-01-03" }, 0.8),
  doc("c", { brand: "Bolt", price: 20, at: "2026-01-01" }, 0.7),
  doc("d", { brand: "Acme", price: "dear" }, 0.6),
  doc("e", { price: 20 }),
];

/** What templates are filled in with. An input that looks like one is text. */
export const scope = {
  INPUT: { query: `a "quoted" {{ DOC.secret }} {% for %}` },
  STAGE: { search: { count: 7 } },
  CONTEXT: { namespace_id: "ns_1" },
};

export const runScoped = (stageId: string, documents: Document[], parameters: Fields) =>
  runStage(stageId, documents, parameters, { scope });
