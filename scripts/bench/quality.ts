import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Client, client } from "../client.ts";
import { progressBar } from "../progress.ts";
import type { Server } from "../serve/server.ts";
import { type Judgements, ndcg, recall } from "./judge.ts";
import { ms } from "./report.ts";
import { settle } from "./settle.ts";
import { quantile } from "./stats.ts";
import { foundTenant, retrieverDraft, type Search } from "./tenant.ts";

interface Item {
  _id: string;
  title?: string;
  text: string;
}

/**
 * Retrieval quality on a collection with judgements: `corpus.jsonl` ({_id, title, text}), `queries.jsonl` ({_id, text})
 * and `qrels.tsv` (query, document, grade). Everything goes over HTTP, as a customer's would.
 */
export async function printQuality(server: Server, folder: string): Promise<void> {
  const [corpus, queries, judgements] = await readCollection(folder);
  const ids = new Map(corpus.map(({ _id }, n) => [documentId(_id, n), _id]));
  const documents = corpus.map(({ _id, title = "", text }, n) => ({ document_id: documentId(_id, n), title, text }));
  const bar = progressBar(`Loading ${basename(folder)}`, process.stderr);
  const tenant = await foundTenant(server, "quality", documents, (done) => bar(done, documents.length));
  await settle(server.url); // what it learns from the text in the background changes what it finds
  const inside = client(server.url, server.adminKey, "quality");
  const judged = queries.filter(({ _id }) => judgements.has(_id));
  console.log(`\n${basename(folder)}: ${corpus.length} documents, ${judged.length} judged queries\n`);
  console.log("search        nDCG@10   recall@100       p50       p99");
  for (const search of ["hybrid", "full text"] as const) {
    const { scores, latenciesMs } = await ask(inside, tenant.collectionId, search, judged, judgements, ids);
    const figures = [
      mean(scores.map(([first]) => first)).toFixed(4),
      mean(scores.map(([, second]) => second)).toFixed(4),
    ];
    const times = [ms(quantile(latenciesMs, 0.5)), ms(quantile(latenciesMs, 0.99))];
    console.log(
      [
        search.padEnd(12),
        figures[0]!.padStart(9),
        figures[1]!.padStart(12),
        ...times.map((time) => time.padStart(9)),
      ].join(" "),
    );
  }
}

async function readCollection(folder: string): Promise<[Item[], Item[], Judgements]> {
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const lines = (text: string) => text.split("\n").filter((line) => line.trim() !== "");
  const items = async (name: string) => lines(await read(name)).map((line): Item => JSON.parse(line));
  const judgements: Judgements = new Map();
  for (const line of lines(await read("qrels.tsv"))) {
    const [query = "", document = "", grade = ""] = line.split("\t");
    if (Number.isNaN(Number(grade))) continue; // a line of column names
    if (!judgements.has(query)) judgements.set(query, new Map());
    judgements.get(query)!.set(document, Number(grade));
  }
  return [await items("corpus.jsonl"), await items("queries.jsonl"), judgements];
}

/** The collection's own id where it can be one of ours. */
const documentId = (id: string, n: number) => (/^[A-Za-z0-9_.:-]{1,128}$/.test(id) ? id : `line:${n}`);

async function ask(
  inside: Client,
  collectionId: string,
  search: Search,
  queries: Item[],
  judgements: Judgements,
  ids: Map<string, string>,
) {
  const { retriever } = await inside.must(
    "POST",
    "/v1/retrievers",
    retrieverDraft(`best 100, ${search}`, collectionId, search, 100),
  );
  const scores: [number, number][] = [];
  const latenciesMs: number[] = [];
  for (const { _id, text } of queries) {
    const start = performance.now();
    const { results } = await inside.must("POST", `/v1/retrievers/${retriever.retriever_id}/execute`, {
      inputs: { query: text },
      pagination: { method: "offset", page_size: 100, page_number: 1 },
    });
    latenciesMs.push(performance.now() - start);
    const found = (results as { document_id: string }[]).map(({ document_id }) => ids.get(document_id) ?? document_id);
    const grades = judgements.get(_id)!;
    scores.push([ndcg(found, grades, 10), recall(found, grades, 100)]);
  }
  return { scores, latenciesMs };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
