import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { servePage } from "../../scripts/demo/site.ts";
import { freshState, started } from "./state.ts";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const inBrowser = test.skipIf(!existsSync(executablePath));
const minute = 60_000;

let browser: Browser | undefined;
afterAll(() => browser?.close());

/** Reads the demo's page at an origin, asks it something, and gives what it then shows. */
async function askPage(origin: string): Promise<{ results: string[]; notice: string }> {
  const args = ["--no-sandbox", "--host-resolver-rules=MAP *.example.com 127.0.0.1"];
  browser ??= await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(origin);
  await page.locator("#query").pressSequentially("slipper");
  await page.waitForSelector("#results li, #notice:not([hidden])");
  return {
    results: await page.locator("#results h2").allTextContents(),
    notice: (await page.locator("#notice:visible").allInnerTexts()).join(),
  };
}

inBrowser(
  "in a real browser a page finds what its key opens, on its own origins only",
  async () => {
    const server = await started(freshState());
    const [ours, other] = [await freePort(), await freePort()];
    const allowed = [`http://localhost:${ours}`, `http://*.example.com:${ours}`];
    const { retrieverId, key } = await tenant(server, allowed);
    const config = { api: server.url, key, retrieverId, allowedOrigin: allowed[0]!, documents: 2, packages: [] };
    const site = await servePage([ours, other], config);
    onTestFinished(site.close);
    for (const origin of [`http://localhost:${ours}`, `http://shop.example.com:${ours}`])
      expect(await askPage(origin)).toEqual({ results: ["Slippers <b>of felt</b>"], notice: "" });
    for (const origin of [
      `http://localhost:${other}`,
      `http://a.shop.example.com:${ours}`,
      `http://127.0.0.1:${ours}`,
    ]) {
      const { results, notice } = await askPage(origin);
      expect(results).toEqual([]);
      expect(notice).toMatch(/403 Forbidden/);
      expect(notice).toContain(origin);
    }
    await server.end("SIGKILL");
    expect((await askPage(`http://localhost:${ours}`)).notice).toContain("cannot be reached");
  },
  minute,
);

async function tenant(server: { url: string; adminKey: string }, allowedOrigins: string[]) {
  await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { namespace_name: "shop" });
  const inside = client(server.url, server.adminKey, "shop");
  const mapping = {
    feature_extractor_name: "text_extractor",
    version: "v1",
    input_mappings: { text: ["title", "text"] },
  };
  await inside.must("POST", "/v1/collections", { collection_name: "goods", feature_extractor: mapping });
  const goods = [
    {
      title: "Slippers <b>of felt</b>",
      text: "Warm slippers for cold floors.",
      package: "home",
      url: "https://example.com/1",
    },
    { title: "Kettle", text: "Boils water.", package: "kitchen", url: "https://example.com/2" },
  ];
  await inside.must("POST", "/v1/collections/goods/documents", { documents: goods });
  const search = { feature_uri: "cordon://text_extractor@v1/full_text", query: "{{INPUT.query}}" };
  const { retriever } = await inside.must("POST", "/v1/retrievers", {
    retriever_name: "page",
    collection_identifiers: ["goods"],
    input_schema: { query: { type: "string", required: true } },
    stages: [{ stage_id: "feature_search", parameters: { searches: [search] } }],
  });
  const keys = `/v1/retrievers/${retriever.retriever_id}/api-keys`;
  const { key } = await inside.must("POST", keys, { name: "page", allowed_origins: allowedOrigins });
  return { retrieverId: retriever.retriever_id as string, key: key as string };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
