// `npm run bench`: what Cordon costs on this machine, each figure beside a bare Hono Worker served the same way.
// `-- --quick` takes a minute. `npm run bench -- NAME [FOLDER]` measures one of `benches`.
import { existsSync } from "node:fs";
import { printCache } from "./bench/cache.ts";
import {
  measureExecute,
  measureFounding,
  measureGet,
  measureKeys,
  measureLoad,
  measureScan,
} from "./bench/measures.ts";
import { measureMemories } from "./bench/memories.ts";
import { printMemory } from "./bench/memory.ts";
import { printSignals } from "./bench/memory-signals.ts";
import { printNamespaces } from "./bench/namespaces.ts";
import { printNeighbours } from "./bench/neighbours.ts";
import { prose } from "./bench/prose.ts";
import { printQuality } from "./bench/quality.ts";
import { overHttp } from "./bench/recaller-http.ts";
import { type Row, table } from "./bench/report.ts";
import { type Field, openField } from "./bench/servers.ts";
import type { Tenant } from "./bench/tenant.ts";
import { printTiming } from "./bench/timing.ts";
import { printVectors } from "./bench/vectors.ts";
import { printWebhooks } from "./bench/webhooks.ts";
import { stopWhenTold } from "./serve/lifetime.ts";

const isQuick = process.argv.includes("--quick");
const sizes = isQuick ? [1_000, 10_000] : [1_000, 10_000, 50_000];
// Short slices and many of them: what the machine does meanwhile comes and goes within a second.
const pace = isQuick ? { rounds: 9, sliceMs: 150 } : { rounds: 41, sliceMs: 200 };

interface Bench {
  says: string;
  folder?: "needed" | "possible";
  print(field: Field, folder: string | undefined): Promise<void>;
}

const benches: Record<string, Bench> = {
  quality: {
    says: "nDCG@10 on a collection with judgements: corpus.jsonl, queries.jsonl, qrels.tsv",
    folder: "needed",
    print: ({ product }, folder = "") => printQuality(product, folder),
  },
  memory: {
    says: "evidence recall@10 on conversations in LoCoMo form, or on made-up ones; `--signals` takes each signal away",
    folder: "possible",
    print: ({ product }, folder) => printMemory(folder, overHttp(product)),
  },
  timing: {
    says: "whether a refusal's time tells what is there",
    print: ({ product }) => printTiming(product),
  },
  cache: { says: "what a retriever's cache is worth, by how often something is written", print: printCache },
  neighbours: { says: "what a noisy namespace costs the one beside it", print: printNeighbours },
  webhooks: { says: "how fast deliveries are made, and what listeners cost a write", print: printWebhooks },
  vectors: {
    says: "what it costs to move vectors from a cell to Upstash and back under load, beside the stand-in of the tests",
    print: (field) => printVectors(field, isQuick ? 3_000 : undefined),
  },
  namespaces: { says: "10,000 of them", print: (field) => printNamespaces(field, isQuick) },
};

const [name, folder] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const chosen = name === undefined ? undefined : benches[name];
if ((name !== undefined && !chosen) || !isFolderRight(chosen)) {
  const lines = Object.entries(benches).map(([name, { says, folder }]) => {
    const place = folder && (folder === "needed" ? " FOLDER" : " [FOLDER]");
    return `  npm run bench -- ${`${name}${place ?? ""}`.padEnd(18)} ${says}`;
  });
  console.error(["Say `npm run bench`, with `-- --quick` for a short one, or:", ...lines].join("\n"));
  process.exit(1);
}
if (name === "memory" && process.argv.includes("--signals")) {
  await printSignals(folder);
  process.exit();
}

const field = await openField();
stopWhenTold(field.close);
try {
  if (chosen) await chosen.print(field, folder);
  else console.log(`\n${table(await measureAll(field))}`);
} finally {
  await field.close();
}

function isFolderRight(bench: Bench | undefined): boolean {
  if (folder === undefined) return bench?.folder !== "needed";
  return bench?.folder !== undefined && existsSync(folder);
}

async function measureAll(field: Field): Promise<Row[]> {
  const rows: Row[] = [];
  const step = async (name: string, measure: Promise<Row[]>) => {
    rows.push(...(await measure));
    console.error(`Measured ${name}.`);
  };
  const text = await prose();
  const tenants: Tenant[] = [];
  await step("keys", measureKeys(field, pace));
  for (const size of sizes) await step("loading", measureLoad(field, size, text, tenants));
  await step("document get", measureGet(field, tenants[1]!, pace));
  for (const tenant of tenants)
    await step(`execute on ${tenant.documentIds.length}`, measureExecute(field, tenant, text, pace));
  await step("memories", measureMemories(field, 10_000, text, pace));
  await step("namespace creation", measureFounding(field, isQuick ? 50 : 200));
  await step("vector scan", measureScan(field, sizes));
  return rows;
}
