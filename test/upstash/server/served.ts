import { createServer, type IncomingMessage } from "node:http";
import type { Home } from "../vector/developer.ts";
import { listening } from "./front.ts";

/** A web-standard server on a port of its own: the one that is wished for, if it is free. What throws breaks the connection off. */
export async function served(fetch: (request: Request) => Promise<Response>, wished = 0): Promise<Home> {
  let url = "";
  const server = createServer(async (incoming, outgoing) => {
    const given = new AbortController();
    outgoing.once("close", () => given.abort());
    try {
      const response = await fetch(await requestOf(incoming, url, given.signal));
      const retryAfter = response.headers.get("retry-after");
      outgoing.writeHead(response.status, {
        "content-type": "application/json",
        ...(retryAfter && { "retry-after": retryAfter }),
      });
      outgoing.end(await response.text());
    } catch {
      incoming.socket.destroy();
    }
  });
  const listen = (port: number) => listening(server.listen(port, "127.0.0.1"));
  url = await listen(wished).catch(() => listen(0));
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
