// `npm run bench`: what Cordon costs on this machine, each figure beside a bare Hono Worker served the same way.
// `-- --quick` takes a minute; `-- quality FOLDER` measures retrieval on a collection with judgements; `-- memory FOLDER`
// recall on conversations (made-up ones without a folder), `--http` through the server, `--signals` signal by signal; `-- timing` whether a refusal's time tells
// what is there; `-- neighbours` what a noisy namespace costs the one beside it; `-- namespaces` 10,000 of them.
import { existsSync } from "node:fs";
import { join } from "node:path";
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
import { printNamespaces } from "./bench/namespaces.ts";
import { printNeighbours } from "./bench/neighbours.ts";
import { prose } from "./bench/prose.ts";
import { printQuality } from "./bench/quality.ts";
import { overHttp } from "./bench/recaller-http.ts";
import { type Row, table } from "./bench/report.ts";
import { type Field, openField } from "./bench/servers.ts";
import type { Tenant } from "./bench/tenant.ts";
import { printTiming } from "./bench/timing.ts";
import { stopWhenTold } from "./serve/lifetime.ts";

const isQuick = process.argv.includes("--quick");
const sizes = isQuick ? [1_000, 10_000] : [1_000, 10_000, 50_000];
// Short slices and many of them: what the machine does meanwhile comes and goes within a second.
const pace = isQuick ? { rounds: 9, sliceMs: 150 } : { rounds: 41, sliceMs: 200 };

const [what, folder] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (what === "memory" && folder !== undefined && !existsSync(folder)) {
  console.error("There is no such folder. Say `npm run bench -- memory [FOLDER]` with conversations in LoCoMo form.");
  process.exit(1);
}
if (what === "memory" && !process.argv.includes("--http")) {
  await printMemory(folder, undefined, process.argv.includes("--signals"));
  process.exit();
}
if (
  what !== undefined &&
  what !== "memory" &&
  what !== "timing" &&
  what !== "neighbours" &&
  what !== "namespaces" &&
  (what !== "quality" || !existsSync(join(folder ?? "", "corpus.jsonl")))
) {
  console.error("Say `npm run bench`, `npm run bench -- memory [FOLDER]` with conversations in LoCoMo form,");
  console.error(
    "`npm run bench -- timing`, `-- neighbours`, `-- namespaces`, or `npm run bench -- quality FOLDER` with a folder that holds corpus.jsonl.",
  );
  process.exit(1);
}

const field = await openField();
stopWhenTold(field.close);
try {
  if (what === "memory") await printMemory(folder, overHttp(field.product));
  else if (what === "neighbours") await printNeighbours(field);
  else if (what === "namespaces") await printNamespaces(field, isQuick);
  else if (what === "timing") await printTiming(field.product);
  else if (folder) await printQuality(field.product, folder);
  else console.log(`\n${table(await measureAll(field))}`);
} finally {
  await field.close();
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
