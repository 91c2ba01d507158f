import { Agent, request } from "node:http";

/** One request; `body` makes it a POST. */
export interface Shot {
  path: string;
  method?: string;
  body?: unknown;
}

export interface Target {
  url: string;
  key?: string;
  namespace?: string;
  /** The n-th request; many different ones keep caches from answering. */
  shot(n: number): Shot;
}

export interface Run {
  /** Milliseconds from sending to the last byte, one for each answer. */
  latenciesMs: number[];
  perSecond: number;
}

export type Until = { durationMs: number } | { count: number };

/** Sends requests over a number of connections, each waiting for its answer. Any refusal ends the run: it measures nothing. */
export async function drive(target: Target, connections: number, until: Until): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = sender(target, agent);
  const run: Run = { latenciesMs: [], perSecond: 0 };
  const start = performance.now();
  let next = 0;
  const isOver = () => ("count" in until ? next >= until.count : performance.now() - start >= until.durationMs);
  const connection = async () => {
    while (!isOver()) {
      const sent = performance.now();
      await send(target.shot(next++));
      run.latenciesMs.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  run.perSecond = (run.latenciesMs.length / (performance.now() - start)) * 1000;
  agent.destroy();
  return run;
}

/** Sends one request and reads its answer to the end. */
function sender({ url, key, namespace }: Target, agent: Agent) {
  const { hostname, port } = new URL(url);
  const common = {
    ...(key && { authorization: `Bearer ${key}` }),
    ...(namespace && { "x-namespace": namespace }),
  };
  return ({ path, body, method = body === undefined ? "GET" : "POST" }: Shot) =>
    new Promise<void>((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = text
        ? { ...common, "content-type": "application/json", "content-length": Buffer.byteLength(text) }
        : common;
      const sent = request({ hostname, port, path, method, headers, agent }, (response) => {
        const isRefused = (response.statusCode ?? 500) >= 300;
        let said = "";
        response.on("data", (chunk) => {
          if (isRefused) said += chunk;
        });
        response.on("end", () => {
          if (isRefused) reject(new Error(`${method} ${path} was answered ${response.statusCode}: ${said}`));
          else resolve();
        });
      });
      sent.once("error", reject);
      sent.end(text);
    });
}
