import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { client } from "../client.ts";
import type { Asked, Noise, Order } from "./neighbour.ts";
import { prose } from "./prose.ts";
import { ms, perSecond, type Row, table } from "./report.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";
import { median, quantile } from "./stats.ts";
import { foundTenant } from "./tenant.ts";

const [noisySize, quietSize] = [20_000, 1_000];
/** What the noisy one does: over how many connections, and how long each waits between two requests. */
const noises = [
  { connections: 1, pauseMs: 20 },
  { connections: 1, pauseMs: 0 },
  { connections: 4, pauseMs: 0 },
  { connections: 16, pauseMs: 0 },
];
const rounds = 9;
const queriesPerRound = 40;
/** Until who is noisy is known for it. */
const underwayMs = 300;
const mostRatio = 1.5;

/** What one namespace's searches cost and say while another, twenty times as large, is searched and written to without a pause. */
export async function printNeighbours({ product }: Field): Promise<void> {
  const text = await prose();
  const noisy = await foundTenant(product, "noisy", text.documents(noisySize));
  const quiet = await foundTenant(product, "quiet", text.documents(quietSize));
  await settle(product.url);
  const admin = client(product.url, product.adminKey);
  const scopes = [{ resource_type: "namespace", resource_id: "quiet" }];
  const { key } = await admin.must("POST", "/v1/organizations/api-keys", { name: "quiet", scopes });
  const [asker, maker] = await Promise.all([neighbour(), neighbour()]);
  const inside = { url: product.url, key, namespace: "quiet", retrieverId: quiet.retrieverId };
  const beside = { url: product.url, key: product.adminKey, namespace: "noisy", retrieverId: noisy.retrieverId };
  const ask = () => asker.told<Asked>({ ask: inside, count: queriesPerRound });
  await ask(); // warm
  const all: Asked[] = [];
  const seen = noises.map(() => ({
    alone: [] as number[],
    p50s: [] as number[],
    p95s: [] as number[],
    ratios: [] as number[],
    rates: [] as number[],
  }));
  for (let round = 0; round < rounds; round++)
    for (const [i, noise] of noises.entries()) {
      const before = await ask();
      maker.send({ noise: beside, ...noise });
      await sleep(underwayMs);
      const under = await ask();
      const { perSecond } = await maker.told<Noise>({ quiet: true });
      all.push(before, under);
      const [alone, p50] = [median(before.latenciesMs), median(under.latenciesMs)];
      seen[i]?.alone.push(alone);
      seen[i]?.p50s.push(p50);
      seen[i]?.p95s.push(quantile(under.latenciesMs, 0.95));
      seen[i]?.ratios.push(p50 / alone);
      seen[i]?.rates.push(perSecond);
    }
  asker.end();
  maker.end();
  const isSame = all.every(({ said }) => said === all[0]?.said);
  const isCounted = all.every(({ steps }) => steps.every((step) => step === 1));
  const rows: Row[] = [
    { what: "quiet namespace alone, search p50", product: ms(median(seen.flatMap(({ alone }) => alone))) },
    { what: `beside one of ${noisySize.toLocaleString("en")} documents` },
    ...seen.flatMap(({ p50s, p95s, ratios, rates }, i): Row[] => {
      const ratio = median(ratios);
      return [
        {
          what: `  ${saidOf(noises[i]!)}`,
          product: ms(median(p50s)),
          ratio: ratio.toFixed(2),
          target: `at most ${mostRatio}`,
          met: ratio <= mostRatio,
        },
        { what: "    its p95, and the other's requests", product: ms(median(p95s)), ratio: perSecond(median(rates)) },
      ];
    }),
    { what: "results and scores", product: isSame ? "the same" : "differ", target: "the same", met: isSame },
    {
      what: "requests left, as told by the headers",
      product: isCounted ? "one less each" : "counted with others",
      target: "one less each",
      met: isCounted,
    },
  ];
  console.log(`\n${table(rows)}`);
}

const saidOf = ({ connections, pauseMs }: (typeof noises)[number]) =>
  pauseMs ? `a request every ${pauseMs} ms` : `without a pause, ${connections} connection${connections > 1 ? "s" : ""}`;

/** A client in a process of its own, which ends with ours. */
async function neighbour() {
  const child = fork(fileURLToPath(new URL("neighbour.ts", import.meta.url)));
  const send = (order: Order) => child.send(order);
  const next = async () => {
    const heard = new AbortController();
    const { signal } = heard;
    const ended = once(child, "exit", { signal }).then(() => [undefined]);
    const [message] = await Promise.race([once(child, "message", { signal }), ended]);
    heard.abort();
    if (message === undefined) throw new Error("A neighbour ended before it had told what it saw.");
    return message;
  };
  await next();
  return {
    send,
    told: <Told extends Asked | Noise>(order: Order): Promise<Told> => {
      send(order);
      return next();
    },
    end: () => child.disconnect(),
  };
}
