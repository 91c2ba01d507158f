import { client } from "../client.ts";
import { progressBar } from "../progress.ts";
import { compare, type Pace } from "./compare.ts";
import { drive, type Target } from "./load.ts";
import type { Prose } from "./prose.ts";
import { latencyRow, ms, perSecond, type Row } from "./report.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";

const namespace = "bench-memories";
const batchSize = 1_000;
/** As long as something that is worth remembering. */
const mostCharacters = 200;
const turnsOfSession = 20;

/** Storing memories in batches, and recalling from so many, over HTTP as an agent would. */
export async function measureMemories(field: Field, size: number, prose: Prose, pace: Pace): Promise<Row[]> {
  const seconds = await load(field, size, prose);
  const busyMs = await settle(field.product.url);
  let asked = 0; // a query is not asked twice
  const shot = () => ({ path: "/v1/memory/recall", body: { query: prose.query(asked++), top_k: 10 } });
  await field.restart();
  const target = (): Target => ({ url: field.product.url, key: field.product.adminKey, namespace, shot });
  const first = await drive(target(), 1, { count: 1 });
  await settle(field.product.url);
  const { product, bare } = await compare(target(), field.bare, 1, pace);
  const name = size.toLocaleString("en");
  return [
    {
      what: `store, ${name} memories in batches of ${batchSize.toLocaleString("en")}`,
      product: perSecond(size / seconds),
    },
    { what: "  busy in the background afterwards", product: `${(busyMs / 1000).toFixed(1)} s` },
    latencyRow(`recall from ${name} memories, one connection, p50`, 0.5, product.latenciesMs, bare.latenciesMs),
    latencyRow("  p99", 0.99, product.latenciesMs, bare.latenciesMs),
    { what: "  the first one after a start", product: ms(first.latenciesMs[0] ?? Number.NaN) },
  ];
}

/** Seconds that storing took. */
async function load({ product }: Field, size: number, prose: Prose): Promise<number> {
  await client(product.url, product.adminKey).must("POST", "/v1/namespaces", { namespace_name: namespace });
  const inside = client(product.url, product.adminKey, namespace);
  const bar = progressBar(`Storing ${size.toLocaleString("en")} memories`, process.stderr);
  const memories = Array.from(prose.documents(size), ({ text, n }) => ({
    content: text.slice(0, mostCharacters),
    session_id: `session-${Math.floor(n / turnsOfSession)}`,
    importance: (n % 10) / 10,
  }));
  const start = performance.now();
  for (let at = 0; at < size; at += batchSize) {
    await inside.must("POST", "/v1/memories/store/batch", { memories: memories.slice(at, at + batchSize) });
    bar(Math.min(size, at + batchSize), size);
  }
  return (performance.now() - start) / 1000;
}
