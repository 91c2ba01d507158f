// One of two neighbours: a process of its own, so that no client waits for the other. See `neighbours.ts`.
import { setTimeout as sleep } from "node:timers/promises";
import { client } from "../client.ts";
import { drive, type Target } from "./load.ts";
import { prose } from "./prose.ts";

export interface Neighbour {
  url: string;
  key: string;
  namespace: string;
  retrieverId: string;
}

/** What a neighbour is told to do. */
export type Order =
  | { ask: Neighbour; count: number }
  /** Searches and writes in turn, until it is told to be quiet. */
  | { noise: Neighbour; connections: number; pauseMs: number }
  | { quiet: true };

export interface Asked {
  latenciesMs: number[];
  /** Every result and score, as text. */
  said: string;
  /** By how much each request lowered what is left; those over the turn of a minute are left out. */
  steps: number[];
}

export interface Noise {
  latenciesMs: number[];
  perSecond: number;
}

const text = await prose();
let noise: { isOver: boolean; done: Promise<Noise> } | undefined;

process.on("message", async (order: Order) => {
  if ("ask" in order) return process.send?.(await ask(order.ask, order.count));
  if ("noise" in order) noise = makeNoise(order.noise, order.connections, order.pauseMs);
  else if (noise) {
    noise.isOver = true;
    process.send?.(await noise.done);
  }
});
process.send?.("ready");

async function ask({ url, key, namespace, retrieverId }: Neighbour, count: number): Promise<Asked> {
  const inside = client(url, key, namespace);
  const told: Asked = { latenciesMs: [], said: "", steps: [] };
  let before: { left: number; reset: string | null } | undefined;
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    const { status, body, headers } = await inside.call("POST", `/v1/retrievers/${retrieverId}/execute`, {
      inputs: { query: text.query(n) },
    });
    told.latenciesMs.push(performance.now() - start);
    if (status !== 200) throw new Error(`a search was answered ${status}`);
    told.said += JSON.stringify(
      body.results.map((one: { document_id: string; score: number }) => [one.document_id, one.score]),
    );
    const now = { left: Number(headers.get("x-ratelimit-remaining")), reset: headers.get("x-ratelimit-reset") };
    if (before && before.reset === now.reset) told.steps.push(before.left - now.left);
    before = now;
  }
  return told;
}

function makeNoise({ retrieverId, ...place }: Neighbour, connections: number, pauseMs: number) {
  let sent = 0;
  const shot: Target["shot"] = () =>
    ++sent % 2
      ? { path: "/v1/collections/documents/documents", body: { title: `noise ${sent}`, text: text.query(sent) } }
      : { path: `/v1/retrievers/${retrieverId}/execute`, body: { inputs: { query: text.query(sent) } } };
  const state = { isOver: false, done: Promise.resolve<Noise>({ latenciesMs: [], perSecond: 0 }) };
  const run = async () => {
    const start = performance.now();
    const latenciesMs: number[] = [];
    while (!state.isOver) {
      const round = await drive({ ...place, shot }, connections, { count: pauseMs ? 1 : 20 * connections });
      latenciesMs.push(...round.latenciesMs);
      if (pauseMs) await sleep(pauseMs);
    }
    return { latenciesMs, perSecond: (latenciesMs.length / (performance.now() - start)) * 1000 };
  };
  state.done = run();
  return state;
}
