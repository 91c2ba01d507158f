import { type Control, type Logged, newControl, suffer, troubleFor } from "./control.ts";
import type { Json } from "./json.ts";
import { operations } from "./operations.ts";
import { invalid, Refusal } from "./refusal.ts";
import { Space } from "./space.ts";

export type Similarity = "COSINE" | "EUCLIDEAN" | "DOT_PRODUCT";

export interface IndexOptions {
  /** Of dense vectors. */
  dimension?: number;
  similarityFunction?: Similarity;
  indexType?: "DENSE" | "SPARSE" | "HYBRID";
  token: string;
  /** The default namespace counts; 100 on the free plan, 10,000 on most. */
  maxNamespaces?: number;
}

export interface VectorIndex {
  /** Answers as the service at its endpoint would; the host of the URL does not matter. */
  fetch(request: Request): Promise<Response>;
  control: Control;
  log: Logged[];
}

/** What of the service has other verbs than POST. */
const verbs: Record<string, string[]> = {
  GET: ["query", "fetch", "range", "info", "list-namespaces", "random"],
  DELETE: ["delete", "reset", "delete-namespace"],
};

/** Upstash Vector's REST protocol on an index in memory, with the time that it is given. */
export function vectorIndex(given: IndexOptions & Partial<Control> & { now(): number }): VectorIndex {
  const { now, token, dimension, similarityFunction, indexType, maxNamespaces, ...controlled } = given;
  const options: IndexOptions = { token };
  if (dimension !== undefined) options.dimension = dimension;
  if (similarityFunction) options.similarityFunction = similarityFunction;
  if (indexType) options.indexType = indexType;
  if (maxNamespaces !== undefined) options.maxNamespaces = maxNamespaces;
  const spaces = new Map([["", new Space()]]);
  const control = newControl(controlled);
  const log: Logged[] = [];

  const run = (request: Request, url: URL, body: string): Json => {
    if (request.headers.get("authorization") !== `Bearer ${token}`)
      throw new Refusal(401, "Unauthorized: Invalid auth token");
    const [name = "", space = "", ...more] = url.pathname.slice(1).split("/").map(decodeURIComponent);
    const operation = Object.hasOwn(operations, name) && more.length === 0 ? operations[name] : undefined;
    if (!operation) throw new Refusal(404, "Not found");
    if (request.method !== "POST" && !verbs[request.method]?.includes(name))
      throw new Refusal(405, "Method not allowed");
    const delay = () => (typeof control.delayMs === "number" ? control.delayMs : control.delayMs());
    const at = now();
    const index = { options, spaces, now: at, due: () => at + delay(), countDeletes: control.countDeletes };
    return operation(index, space, parsed(body), url.searchParams);
  };

  const answer = (request: Request, url: URL, body: string): Response => {
    try {
      return Response.json({ result: run(request, url, body) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return Response.json({ error: error.message, status: error.status }, { status: error.status });
    }
  };

  return {
    control,
    log,
    async fetch(request) {
      const url = new URL(request.url);
      const body = await request.text();
      log.push({ method: request.method, path: url.pathname + url.search, body });
      log.splice(0, log.length - control.logged);
      const trouble = troubleFor(control, url.pathname.split("/")[1] ?? "");
      if (control.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, control.latencyMs));
      if (trouble && !trouble.after) return suffer(trouble, request.signal);
      const response = answer(request, url, body);
      return trouble ? suffer(trouble, request.signal) : response;
    },
  };
}

function parsed(body: string): unknown {
  if (body === "") return {};
  try {
    return JSON.parse(body);
  } catch {
    throw invalid("Request body is not JSON");
  }
}
