import { setTimeout as sleep } from "node:timers/promises";
import { type Client, client } from "../client.ts";
import { type Prose, prose } from "./prose.ts";
import { ms, type Row, table } from "./report.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";
import { quantile } from "./stats.ts";
import { foundTenant, retrieverDraft, type Tenant } from "./tenant.ts";

const documents = 20_000;
const [searchers, betweenSearchesMs, betweenWritesMs] = [2, 20, 20];
/** How long it is looked at before a move, and at each place. */
const atRestMs = 8_000;
const places = ["upstash", "cell", "dedicated", "cell"];

interface Counted {
  latenciesMs: number[];
  failed: number;
  different: number;
  writes: number;
  failedWrites: number;
}
const nothing = (): Counted => ({ latenciesMs: [], failed: 0, different: 0, writes: 0, failedWrites: 0 });

/**
 * What it costs to move a namespace's vectors while it is searched and written: how long a move takes, how long searches
 * take meanwhile, how many fail, and how many find anything else than before. The index is the tests' stand-in, which
 * looks at every vector it has for each query, on the same machine: its times are not Upstash's.
 */
export async function printVectors(field: Field, count: number = documents): Promise<void> {
  const server = await field.besideUpstash();
  try {
    const text = await prose();
    const tenant = await foundTenant(server, "bench-vectors", text.documents(count));
    const inside = client(server.url, server.adminKey, tenant.namespace);
    await foundRetrievers(inside, tenant.collectionId);
    await settle(server.url);
    const load = await startLoad(inside, tenant, text);
    await sleep(atRestMs);
    const rows = rowsOf("in the cell", load.take());
    for (const vectors of places) {
      const start = performance.now();
      const path = `/v1/namespaces/${tenant.namespace}`;
      const { infrastructure } = await inside.must("PATCH", path, { infrastructure: { vectors } });
      const isOver = async () =>
        (await inside.must("GET", `/v1/tasks/${infrastructure.task_id}`)).status === "COMPLETED";
      while (!(await isOver())) await sleep(100);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      rows.push(...rowsOf(`the move to ${vectors}: ${seconds} s`, load.take()));
      await sleep(atRestMs);
      rows.push(...rowsOf(`at ${vectors}`, load.take()));
    }
    await load.stop();
    console.log(`\n${table(rows)}`);
  } finally {
    await server.stop();
  }
}

async function foundRetrievers(inside: Client, collectionId: string): Promise<void> {
  await inside.must("POST", "/v1/retrievers", retrieverDraft("words", collectionId, "full text", 25));
  const dense = retrieverDraft("dense", collectionId, "dense", 25);
  await inside.must("POST", "/v1/retrievers", dense);
  await inside.must("POST", "/v1/collections", { collection_name: "fleeting" });
}

/** Searches whose answers are known, and writes that change none of them, until it is stopped. */
async function startLoad(inside: Client, tenant: Tenant, text: Prose) {
  let counted = nothing();
  let on = true;
  const questions = ["hybrid", "filtered", "words", "dense"].flatMap((way) =>
    Array.from({ length: 12 }, (_, n) => ({ path: `/v1/retrievers/${way}/execute`, query: text.query(n) })),
  );
  const ask = async ({ path, query }: (typeof questions)[number]) => {
    const { status, body } = await inside.call("POST", path, { inputs: { query } });
    const found = body.results?.map(({ document_id, score }: Record<string, unknown>) => [document_id, score]);
    return { status, found: JSON.stringify([found, body.warnings]) };
  };
  const known: string[] = [];
  for (const question of questions) known.push((await ask(question)).found);
  const searching = Array.from({ length: searchers }, async (_, searcher) => {
    for (let n = searcher * 20; on; n++, await sleep(betweenSearchesMs)) {
      const which = (n * 7) % questions.length;
      const start = performance.now();
      const { status, found } = await ask(questions[which]!);
      counted.latenciesMs.push(performance.now() - start);
      if (status !== 200) counted.failed++;
      else if (found !== known[which]) counted.different++;
    }
  });
  // Fields of what is found, and documents without text, by which nothing ranks otherwise.
  const writes: ((n: number) => [method: string, path: string, body?: object])[] = [
    (n) => ["PATCH", `/v1/documents/${tenant.documentIds[(n * 13) % tenant.documentIds.length]}`, { note: n }],
    (n) => ["POST", "/v1/collections/fleeting/documents", { document_id: `fleeting-${n}`, n }],
    (n) => ["DELETE", `/v1/documents/fleeting-${n - 1}`],
  ];
  const writing = (async () => {
    for (let n = 0; on; n++, await sleep(betweenWritesMs)) {
      counted.writes++;
      if ((await inside.call(...writes[n % writes.length]!(n))).status !== 200) counted.failedWrites++;
    }
  })();
  return {
    take() {
      const taken = counted;
      counted = nothing();
      return taken;
    },
    async stop() {
      on = false;
      await Promise.all([...searching, writing]);
    },
  };
}

function rowsOf(what: string, { latenciesMs, failed, different, writes, failedWrites }: Counted): Row[] {
  const p = (part: number) => ms(quantile(latenciesMs, part));
  return [
    { what: `${what}; searches: p50, p99, longest`, product: [p(0.5), p(0.99), p(1)].join(", ") },
    { what: `  searches, failed, different`, product: [latenciesMs.length, failed, different].join(", ") },
    { what: `  writes, failed`, product: [writes, failedWrites].join(", ") },
  ];
}
