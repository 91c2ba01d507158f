import { existsSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { freshState, started } from "../serve/state.ts";

const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
const present = existsSync(executablePath);
if (!present) console.log(`Browser tests are skipped: there is no ${executablePath}; CHROMIUM may name another one.`);

let browser: Browser | undefined;
afterAll(() => browser?.close());

const listening = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

interface Seen {
  method: string;
  headers: IncomingHttpHeaders;
  status: number;
  answered: Headers;
}

/** Passes every request on to the server as it came, and remembers it: browsers do not show their preflights. */
async function witness(url: string): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const port = await listening(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { host, connection, ...headers } = request.headers;
      const answer = await fetch(url + request.url, {
        method: request.method,
        headers: headers as Record<string, string>,
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      seen.push({
        method: request.method ?? "",
        headers: request.headers,
        status: answer.status,
        answered: answer.headers,
      });
      const { "content-encoding": _, "content-length": __, ...passed } = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, passed).end(Buffer.from(await answer.arrayBuffer()));
    }),
  );
  return { url: `http://127.0.0.1:${port}`, seen };
}

/** What a page of an origin gets to know of one search. */
async function searchFrom(origin: string, url: string, key: string) {
  browser ??= await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--host-resolver-rules=MAP *.example.com 127.0.0.1"],
  });
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(origin);
  return page.evaluate(
    async ([url, key]) => {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      try {
        const body = JSON.stringify({ inputs: { query: "harbour" } });
        const response = await fetch(`${url}/v1/public/retrievers/execute`, { method: "POST", headers, body });
        return { status: response.status, id: response.headers.get("x-request-id"), text: await response.text() };
      } catch (error) {
        return { refused: String(error) };
      }
    },
    [url, key] as const,
  );
}

test.skipIf(!present)(
  "Chromium sends a preflight without a key, lets exact and wildcard origins read the answer, and a denied one nothing",
  async () => {
    const server = await started(freshState());
    const { url, seen } = await witness(server.url);
    const site = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>page"));
    const [port, other] = [
      await listening(site),
      await listening(createServer((_, response) => response.end("other"))),
    ];
    const exact = `http://localhost:${port}`;
    const wildcard = `http://shop.example.com:${port}`;
    const key = await harbour(server, [exact, `http://*.example.com:${port}`]);
    for (const origin of [exact, wildcard]) {
      const got = await searchFrom(origin, url, key);
      expect(got, origin).toMatchObject({
        status: 200,
        text: expect.stringContaining("harbour"),
        id: expect.any(String),
      });
      const [preflight, request] = seen.splice(0);
      expect(preflight, origin).toMatchObject({ method: "OPTIONS", status: 204, headers: { origin } });
      expect(preflight?.headers).not.toHaveProperty("authorization");
      expect(preflight?.headers["access-control-request-headers"]).toBe("authorization,content-type");
      expect(request, origin).toMatchObject({ method: "POST", status: 200, headers: { origin } });
      expect(request?.answered.get("access-control-allow-origin")).toBe(origin);
      expect(request?.answered.get("vary")).toBe("Origin");
    }
    for (const origin of [
      `http://localhost:${other}`,
      `http://a.shop.example.com:${port}`,
      `http://127.0.0.1:${port}`,
    ]) {
      expect(await searchFrom(origin, url, key), origin).toEqual({ refused: "TypeError: Failed to fetch" });
      const [preflight, request] = seen.splice(0);
      expect(preflight, origin).toMatchObject({ method: "OPTIONS", status: 204 });
      expect(request, origin).toMatchObject({ method: "POST", status: 403, headers: { origin } });
      expect(request?.answered.has("access-control-allow-origin")).toBe(false);
    }
  },
);

async function harbour(server: { url: string; adminKey: string }, allowed_origins: string[]): Promise<string> {
  await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { name: "main" });
  const inside = client(server.url, server.adminKey, "main");
  await inside.must("POST", "/v1/collections", { collection_name: "pages" });
  await inside.must("POST", "/v1/collections/pages/documents", { text: "A boat in the harbour." });
  const searches = [{ feature_uri: "cordon://text_extractor@v1/text_embedding", query: "{{INPUT.query}}" }];
  const stages = [{ stage_id: "feature_search", parameters: { searches } }];
  await inside.must("POST", "/v1/retrievers", { retriever_name: "search", stages });
  return (await inside.must("POST", "/v1/retrievers/search/api-keys", { name: "page", allowed_origins })).key;
}
