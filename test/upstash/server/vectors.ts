import { createServer, type IncomingMessage } from "node:http";
import type { Control } from "../vector/control.ts";
import { developerApi, type Home } from "../vector/developer.ts";
import { type IndexOptions, vectorIndex } from "../vector/index.ts";
import { steered } from "../vector/steering.ts";
import { listening } from "./front.ts";

/** An index as an installation is told of it. */
export interface IndexAddress {
  name: string;
  url: string;
  token: string;
}

export interface DeveloperAddress {
  url: string;
  email: string;
  apiKey: string;
}

export interface Vectors {
  indexes: IndexAddress[];
  developer: DeveloperAddress;
  close(): void;
}

/** Two indexes, of 384 and 768 dimensions, and the Developer API that makes more; each on a port of this machine's own. */
export async function startVectors(given: Partial<Control> & { maxIndexes?: number } = {}): Promise<Vectors> {
  const { maxIndexes = 10, ...control } = given;
  const now = Date.now;
  const homes = new Set<Home>();
  const serve = async (fetch: (request: Request) => Promise<Response>): Promise<Home> => {
    const home = await served(fetch);
    homes.add(home);
    return home;
  };
  const open = (options: IndexOptions) => serve(steered(vectorIndex({ ...control, ...options, now })));
  const indexes = [];
  for (const dimension of [384, 768]) {
    const token = `the token of ${dimension} dimensions`;
    const { url } = await open({ dimension, similarityFunction: "COSINE", indexType: "DENSE", token });
    indexes.push({ name: `local-${dimension}`, url, token });
  }
  const [email, apiKey] = ["local@example.com", "the key of the account"];
  const { url } = await serve(steered(developerApi({ email, apiKey, now, open, maxIndexes })));
  return {
    indexes,
    developer: { url: `${url}/v2`, email, apiKey },
    close() {
      for (const home of homes) home.close();
    },
  };
}

/** A web-standard server on a port of its own. What throws is a connection that breaks off. */
async function served(fetch: (request: Request) => Promise<Response>): Promise<Home> {
  const server = createServer(async (incoming, outgoing) => {
    const given = new AbortController();
    outgoing.once("close", () => given.abort());
    try {
      const response = await fetch(await requestOf(incoming, url, given.signal));
      outgoing.writeHead(response.status, { "content-type": "application/json" });
      outgoing.end(await response.text());
    } catch {
      incoming.socket.destroy();
    }
  });
  const url = await listening(server.listen(0, "127.0.0.1"));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url, close };
}

async function requestOf(incoming: IncomingMessage, url: string, signal: AbortSignal): Promise<Request> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  const { method = "GET", headers } = incoming;
  const body = method === "GET" || method === "HEAD" ? null : Buffer.concat(pieces).toString();
  const authorization = headers.authorization ?? "";
  return new Request(new URL(incoming.url ?? "/", url), { method, headers: { authorization }, body, signal });
}
