import { client } from "../client.ts";
import { prose } from "./prose.ts";
import { random } from "./random.ts";
import { ms, type Row, table } from "./report.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";
import { median } from "./stats.ts";
import { foundTenant } from "./tenant.ts";

const documents = 10_000;
const searches = 2_000;
/** Different questions, of which the r-th is asked in proportion to 1 / r, as people ask. */
const questions = 500;

interface Told {
  cache: string | null;
  latencyMs: number;
}

/** What a retriever's cache is worth: how often it answers, by how often something is written, and how much sooner. */
export async function printCache({ product }: Field): Promise<void> {
  const text = await prose();
  const tenant = await foundTenant(product, "bench-cache", text.documents(documents));
  const inside = client(product.url, product.adminKey, tenant.namespace);
  await inside.must("POST", `/v1/retrievers/${tenant.retrieverId}/clone`, {
    retriever_name: "cached",
    cache_config: { ttl_seconds: 3_600 },
  });
  await settle(product.url);
  const search = async (retriever: string, query: string): Promise<Told> => {
    const start = performance.now();
    const { status, headers } = await inside.call("POST", `/v1/retrievers/${retriever}/execute`, { inputs: { query } });
    if (status !== 200) throw new Error(`a search was answered ${status}`);
    return { cache: headers.get("x-cache"), latencyMs: performance.now() - start };
  };
  const rows: Row[] = [];
  for (const [what, every] of [
    ["nothing written", 0],
    ["a write in 100 searches", 100],
    ["a write in 10 searches", 10],
  ] as const) {
    const next = random(7);
    const [cached, plain]: [Told[], Told[]] = [[], []];
    for (let n = 0; n < searches; n++) {
      // Asked anew in each row: another salt, other questions.
      const query = text.query(every * 1e6 + Math.floor(questions ** next()) - 1);
      if (every && n % every === 0)
        await inside.must("PATCH", `/v1/documents/${tenant.documentIds[n]}`, { note: `${n}` });
      // In turns, so that whatever else the machine does hits both.
      for (const name of n % 2 ? ["cached", "hybrid"] : ["hybrid", "cached"])
        (name === "cached" ? cached : plain).push(await search(name, query));
    }
    rows.push(...rowsOf(what, cached, plain));
  }
  console.log(`\n${table(rows)}`);
}

function rowsOf(what: string, cached: Told[], plain: Told[]): Row[] {
  const [hits, misses, without] = [
    cached.filter(({ cache }) => cache === "HIT"),
    cached.filter(({ cache }) => cache === "MISS"),
    plain,
  ].map((told) => told.map(({ latencyMs }) => latencyMs)) as [number[], number[], number[]];
  const share = (hits.length / cached.length) * 100;
  const name = `${searches.toLocaleString("en")} searches of ${questions} questions, ${what}: hits`;
  const times = median(without) / median(hits);
  return [
    { what: name, product: `${share.toFixed(1)} %` },
    { what: "  without a cache, p50", product: ms(median(without)) },
    { what: "  a hit, p50", product: ms(median(hits)), ratio: `${times.toFixed(1)} times sooner` },
    { what: "  a miss, p50", product: ms(median(misses)) },
  ];
}
