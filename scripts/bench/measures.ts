import { client } from "../client.ts";
import { progressBar } from "../progress.ts";
import { type Comparison, compare, type Pace } from "./compare.ts";
import { drive, type Target } from "./load.ts";
import type { Prose } from "./prose.ts";
import { latencyRow, ms, perSecond, type Row } from "./report.ts";
import type { Scan } from "./scan.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";
import { quantile } from "./stats.ts";
import { foundTenant, type Tenant } from "./tenant.ts";

const manyConnections = 16;

/** Throughput over many connections, then latency over one. */
async function pair(
  field: Field,
  what: string,
  target: Target,
  pace: Pace,
  leastRatio?: number,
): Promise<[Row[], Comparison]> {
  const many = await compare(target, field.bare, manyConnections, pace);
  const one = await compare(target, field.bare, 1, pace);
  const throughput: Row = {
    what: `${what}, ${manyConnections} connections`,
    product: perSecond(many.product.perSecond),
    bare: perSecond(many.bare.perSecond),
    ratio: many.ratio.toFixed(2),
    ...(leastRatio && { target: `at least ${leastRatio}`, met: many.ratio >= leastRatio }),
  };
  const [mine, bare] = [one.product.latenciesMs, one.bare.latenciesMs];
  return [
    [throughput, latencyRow("  one connection, p50", 0.5, mine, bare), latencyRow("  p99", 0.99, mine, bare)],
    one,
  ];
}

const target = (field: Field, shot: Target["shot"], namespace?: string): Target => ({
  url: field.product.url,
  key: field.product.adminKey,
  ...(namespace && { namespace }),
  shot,
});

export async function measureKeys(field: Field, pace: Pace): Promise<Row[]> {
  const whoami = target(field, () => ({ path: "/v1/auth/whoami" }));
  const [rows] = await pair(field, "whoami, warm key", whoami, pace, 0.6);
  // The clock inside workerd stands still while code runs: what a key costs is what a route with one takes longer.
  const keyless = { url: field.product.url, shot: () => ({ path: "/health" }) };
  const { product, bare: without } = await compare(whoami, keyless, 1, pace);
  const costMs = (part: number) =>
    Math.max(0, quantile(product.latenciesMs, part) - quantile(without.latenciesMs, part));
  const [p50, p99] = [costMs(0.5), costMs(0.99)];
  return [
    ...rows,
    { what: "  key validation (over a route without a key), p50", product: ms(p50) },
    { what: "  p99", product: ms(p99), target: "under 1 ms", met: p99 < 1 },
  ];
}

export async function measureGet(field: Field, { namespace, documentIds }: Tenant, pace: Pace): Promise<Row[]> {
  const shot = (n: number) => ({ path: `/v1/documents/${documentIds[(n * 7_919) % documentIds.length]}` });
  const what = `document get, of ${documentIds.length.toLocaleString("en")}`;
  return (await pair(field, what, target(field, shot, namespace), pace, 0.4))[0];
}

export async function measureExecute(field: Field, tenant: Tenant, prose: Prose, pace: Pace): Promise<Row[]> {
  const { namespace, retrieverId, documentIds } = tenant;
  const size = documentIds.length;
  let asked = 0; // a query is not asked twice
  const shot = () => executeShot(retrieverId, prose.query(asked++));
  const firstMs = await coldExecute(field, namespace, shot);
  await settle(field.product.url);
  const what = `execute, hybrid, ${size.toLocaleString("en")} documents`;
  const [rows, one] = await pair(field, what, target(field, shot, namespace), pace);
  rows[1] = latencyRow(
    "  one connection, p50",
    0.5,
    one.product.latenciesMs,
    one.bare.latenciesMs,
    size === 10_000 ? 5 : size === 50_000 ? 10 : undefined,
  );
  const filtered = target(field, () => executeShot(tenant.filteredId, prose.query(asked++)), namespace);
  const { product: narrow, bare: whole } = await compare(filtered, target(field, shot, namespace), 1, pace);
  const [narrowMs, wholeMs] = [quantile(narrow.latenciesMs, 0.5), quantile(whole.latenciesMs, 0.5)];
  return [
    ...rows,
    {
      what: "  with a 10 % filter, p50, against without",
      product: ms(narrowMs),
      ratio: `${(narrowMs / wholeMs).toFixed(2)} of ${ms(wholeMs)}`,
      target: "faster",
      met: narrowMs < wholeMs,
    },
    { what: "  first after a cold start", product: ms(firstMs) },
  ];
}

const executeShot = (retrieverId: string, query: string) => ({
  path: `/v1/retrievers/${retrieverId}/execute`,
  body: { inputs: { query }, pagination: { method: "offset", page_size: 10, page_number: 1 } },
});

/** The first execute of a server that has just started: nothing of the namespace is in memory. */
async function coldExecute(field: Field, namespace: string, shot: Target["shot"]): Promise<number> {
  await field.restart();
  const { latenciesMs } = await drive(target(field, shot, namespace), 1, { count: 1 });
  return latenciesMs[0] ?? Number.NaN;
}

export async function measureFounding(field: Field, count: number): Promise<Row[]> {
  const shot = (n: number) => ({ path: "/v1/namespaces", body: { namespace_name: `founded-${n}` } });
  const { latenciesMs } = await drive(target(field, shot), 1, { count });
  return [
    latencyRow(`namespace creation, ${count} of them, p50`, 0.5, latenciesMs),
    latencyRow("  p99", 0.99, latenciesMs, [], 100),
  ];
}

/** Loads a tenant; also how long the server was busy in the background afterwards. */
export async function measureLoad(field: Field, size: number, prose: Prose, tenants: Tenant[]): Promise<Row[]> {
  const name = size.toLocaleString("en");
  const bar = progressBar(`Loading ${name} documents`, process.stderr);
  const loaded = await foundTenant(field.product, `bench-${size}`, prose.documents(size), (done) => bar(done, size));
  tenants.push(loaded);
  const busyMs = await settle(field.product.url);
  return [
    { what: `load, ${name} documents`, product: perSecond(loaded.documentsPerSecond) },
    { what: "  busy in the background afterwards", product: `${(busyMs / 1000).toFixed(1)} s` },
  ];
}

export async function measureScan(field: Field, sizes: number[]): Promise<Row[]> {
  const scanner = await field.scanner();
  const rows: Row[] = [];
  for (const size of sizes) {
    const scan = await client(scanner.url).must<Scan>("GET", `/?rows=${size}`);
    const what = `vector scan and top 10, ${size.toLocaleString("en")} × 384`;
    rows.push(
      { what: `${what}, float32`, product: ms(scan.f32Ms) },
      { what: "  int8, rescored", product: ms(scan.int8Ms) },
      {
        what: "  its recall@10 against float32",
        product: scan.recall.toFixed(4),
        target: "at least 0.99",
        met: scan.recall >= 0.99,
      },
    );
  }
  await scanner.stop();
  return rows;
}
