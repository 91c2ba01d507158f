import { type Control, newControl, type StandIn, standIn } from "./control.ts";
import type { Json } from "./json.ts";
import { operations } from "./operations.ts";
import { invalid, Refusal } from "./refusal.ts";
import { ResumableQueries } from "./resumable.ts";
import { Space } from "./space.ts";

export type Similarity = "COSINE" | "EUCLIDEAN" | "DOT_PRODUCT";

export interface IndexOptions {
  /** Of dense vectors. */
  dimension?: number | undefined;
  similarityFunction?: Similarity | undefined;
  indexType?: "DENSE" | "SPARSE" | "HYBRID" | undefined;
  token: string;
  /** For everything that writes nothing, in whatever namespace. */
  readOnlyToken?: string | undefined;
  /** The default namespace counts; 100 on the free plan, 10,000 on most. */
  maxNamespaces?: number | undefined;
}

/** What of the service has other verbs than POST. */
const verbs: Record<string, string[]> = {
  GET: ["query", "fetch", "range", "info", "list-namespaces", "random"],
  DELETE: ["delete", "reset", "delete-namespace"],
};

/** What a token for reading does not open. */
export const writes = ["upsert", "upsert-data", "update", "delete", "reset", "delete-namespace", "rename-namespace"];

/** Upstash Vector's REST protocol on an index in memory, with the time that it is given. */
export function vectorIndex(given: IndexOptions & Partial<Control> & { now(): number }): StandIn {
  const { now, token, readOnlyToken, dimension, similarityFunction, indexType, maxNamespaces, ...controlled } = given;
  const options = { token, readOnlyToken, dimension, similarityFunction, indexType, maxNamespaces };
  const control = newControl(controlled);
  const index = { options, control, spaces: new Map([["", new Space()]]), resumable: new ResumableQueries() };

  const run = (request: Request, url: URL, body: string): Json => {
    const sent = request.headers.get("authorization")?.replace(/^Bearer /, "");
    if (sent === undefined || (sent !== token && sent !== readOnlyToken))
      throw new Refusal(401, "Unauthorized: Invalid auth token");
    const [name = "", space = "", ...more] = url.pathname.slice(1).split("/").map(plain);
    const operation = Object.hasOwn(operations, name) && more.length === 0 ? operations[name] : undefined;
    if (!operation) throw new Refusal(404, "Not found");
    if (request.method !== "POST" && !verbs[request.method]?.includes(name))
      throw new Refusal(405, "Method not allowed");
    if (sent !== token && writes.includes(name)) throw new Refusal(403, "Forbidden: the token is for reading only");
    return operation({ ...index, now: now() }, space, parsed(body), url.searchParams);
  };

  return standIn(control, (request, url, body) => {
    try {
      return Response.json({ result: run(request, url, body) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return Response.json({ error: error.message, status: error.status }, { status: error.status });
    }
  });
}

function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, "Invalid path");
  }
}

function parsed(body: string): unknown {
  if (body === "") return {};
  try {
    return JSON.parse(body);
  } catch {
    throw invalid("Request body is not JSON");
  }
}
