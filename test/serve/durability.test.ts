import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { freshState, started } from "./state.ts";

const writers = 4;
const search = {
  retriever_name: "by-word",
  collection_identifiers: ["notes"],
  input_schema: { query: { type: "string", required: true } },
  stages: [
    {
      stage_id: "feature_search",
      parameters: {
        searches: [{ feature_uri: "cordon://text_extractor@v1/full_text", query: "{{INPUT.query}}", top_k: 10 }],
      },
    },
  ],
};

test("kill -9 during writes, five times: every acknowledged document is there after the restart, and searchable", async () => {
  const state = freshState();
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round++) {
    const server = await started(state);
    const inside = client(server.url, server.adminKey, "kept");
    if (round === 0) await found(server.url, server.adminKey);
    const before = acknowledged.length;
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const id = `r${round}w${writer}n${n}`;
        const body = { document_id: id, text: `note ${wordOf(id)}` };
        const answer = await inside.call("POST", "/v1/collections/notes/documents", body).catch(() => undefined);
        if (!answer) return; // the server is gone
        expect(answer.status).toBe(200);
        acknowledged.push(id);
      }
    });
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 40);
    await server.end("SIGKILL");
    await Promise.all(writing);
  }
  const server = await started(state);
  const inside = client(server.url, server.adminKey, "kept");
  for (const id of acknowledged) {
    expect((await inside.call("GET", `/v1/documents/${id}`)).status).toBe(200);
    const { body } = await inside.call("POST", "/v1/retrievers/by-word/execute", { inputs: { query: wordOf(id) } });
    expect(body.results.map((found: { document_id: string }) => found.document_id)).toContain(id);
  }
  expect(acknowledged.length).toBeGreaterThan(200);
}, 120_000);

async function found(url: string, adminKey: string): Promise<void> {
  await client(url, adminKey).must("POST", "/v1/namespaces", { namespace_name: "kept" });
  const inside = client(url, adminKey, "kept");
  const mapping = { feature_extractor_name: "text_extractor", version: "v1", input_mappings: { text: "text" } };
  await inside.must("POST", "/v1/collections", { collection_name: "notes", feature_extractor: mapping });
  await inside.must("POST", "/v1/retrievers", search);
}

/** A word that no other document has. */
const wordOf = (id: string) => `zq${id.replace(/\d/g, (digit) => "abcdfghjkm"[Number(digit)]!)}`;
