import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, client } from "../client.ts";
import type { Server } from "../serve/server.ts";
import { drive } from "./load.ts";
import { ms, perSecond, type Row, table } from "./report.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";
import { quantile } from "./stats.ts";

const pending = 10_000;
const batchSize = 500;

/** A receiver that counts, and says that it is busy until it is told to take them. */
async function countingReceiver() {
  const state = { isBusy: false, ids: new Set<string>(), requests: 0 };
  const server = createServer((request, response) => {
    request.resume();
    if (state.isBusy) return response.writeHead(503, { "retry-after": "3600" }).end();
    state.requests++;
    state.ids.add(`${request.url} ${request.headers["webhook-id"]}`);
    return response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { state, url: `http://127.0.0.1:${port}`, close };
}

/** How fast deliveries that wait are made, in how much memory; and what ten who listen cost the request that they hear of. */
export async function printWebhooks(field: Field): Promise<void> {
  const receiver = await countingReceiver();
  try {
    const rows = [...(await drained(field.product, receiver, 1)), ...(await drained(field.product, receiver, 10))];
    rows.push(...(await slowed(field.product, receiver)));
    console.log(`\n${table(rows)}`);
  } finally {
    receiver.close();
  }
}

type Receiver = Awaited<ReturnType<typeof countingReceiver>>;

async function found(server: Server, name: string): Promise<Client> {
  await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { namespace_name: name });
  const inside = client(server.url, server.adminKey, name);
  await inside.must("POST", "/v1/collections", { collection_name: "notes" });
  return inside;
}

async function listen(inside: Client, { url }: Receiver, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const body = { webhook_name: `w${n}`, url: `${url}/${n}`, events: ["document.created"] };
    ids.push((await inside.must("POST", "/v1/webhooks", body)).webhook_id);
  }
  return ids;
}

async function drained(server: Server, receiver: Receiver, endpoints: number): Promise<Row[]> {
  const inside = await found(server, `drain-${endpoints}`);
  const hooks = await listen(inside, receiver, endpoints);
  const { state } = receiver;
  Object.assign(state, { isBusy: true, requests: 0 });
  state.ids.clear();
  for (let at = 0; at < pending / endpoints; at += batchSize) {
    const documents = Array.from({ length: batchSize }, (_, n) => ({ document_id: `d-${at + n}`, text: "note" }));
    await inside.must("POST", "/v1/collections/notes/documents", { documents });
  }
  const waiting = async (hook: string) =>
    (await inside.must("GET", `/v1/webhooks/${hook}/deliveries?status=pending&limit=1`)).total as number;
  for (const hook of hooks) while ((await waiting(hook)) < pending / endpoints) await sleep(100);
  await settle(server.url);
  state.isBusy = false;
  const before = memoryBytes();
  let most = before;
  const start = performance.now();
  for (const [n, hook] of hooks.entries()) {
    await inside.must("PATCH", `/v1/webhooks/${hook}`, { url: `${receiver.url}/${n}` });
    await inside.must("POST", `/v1/webhooks/${hook}/recover`, { since: "2020-01-01T00:00:00Z" });
  }
  while (state.ids.size < pending) {
    await sleep(50);
    most = Math.max(most, memoryBytes());
  }
  const seconds = (performance.now() - start) / 1_000;
  const name = `${pending.toLocaleString("en")} pending deliveries, ${endpoints} endpoint${endpoints > 1 ? "s" : ""}`;
  return [
    { what: name, product: perSecond(pending / seconds) },
    { what: "  until all have arrived", product: `${seconds.toFixed(1)} s` },
    { what: "  sent more than once", product: `${state.requests - pending}` },
    { what: "  memory of workerd, at most", product: `${Math.round(most / 2 ** 20)} MiB` },
    { what: "  over what it had before", product: `${Math.round((most - before) / 2 ** 20)} MiB` },
  ];
}

/** Resident bytes of workerd, which is a child of this process. */
function memoryBytes(): number {
  const rows = execFileSync("ps", ["-eo", "ppid=,rss=,comm="], { encoding: "utf8" }).trim().split("\n");
  const ours = rows.map((row) => row.trim().split(/\s+/)).filter(([parent]) => Number(parent) === process.pid);
  return Math.max(0, ...ours.map(([, rss]) => Number(rss) * 1024));
}

/**
 * The latency of a write that ten hear of beside one that nobody hears of, in turns of a few writes with a pause in which
 * the deliveries are made: on one machine these take the same processors, which on Workers they do not.
 */
async function slowed(server: Server, receiver: Receiver): Promise<Row[]> {
  const names = ["quiet", "heard"] as const;
  for (const name of names) await listen(await found(server, name), receiver, name === "heard" ? 10 : 0);
  const latencies: Record<(typeof names)[number], number[]> = { quiet: [], heard: [] };
  for (let turn = 0; turn < 120; turn++)
    for (const name of turn % 2 ? names : names.toReversed()) {
      const body = (n: number) => ({ document_id: `s-${turn}-${n}`, text: "a short note" });
      const shot = (n: number) => ({ path: "/v1/collections/notes/documents", body: body(n) });
      const target = { url: server.url, key: server.adminKey, namespace: name, shot };
      const { latenciesMs } = await drive(target, 1, { count: 6 });
      // The first opens the connection.
      if (turn >= 20) latencies[name].push(...latenciesMs.slice(1));
      await sleep(250);
    }
  const [mine, bare] = [quantile(latencies.heard, 0.5), quantile(latencies.quiet, 0.5)];
  return [
    { what: "write of a document that nobody hears of, p50", product: ms(bare) },
    {
      what: "  that ten webhooks hear of, p50",
      product: ms(mine),
      ratio: `× ${(mine / bare).toFixed(2)}`,
      target: "at most × 1.10",
      met: mine / bare <= 1.1,
    },
  ];
}
