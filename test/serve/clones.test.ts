import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { freshState, started } from "./state.ts";

const mapping = { feature_extractor_name: "text_extractor", version: "v1", input_mappings: { text: "text" } };
const size = 5_000;

test("kill -9 in the middle of a clone: after the restart it is finished, and has every document once", async () => {
  const state = freshState();
  let server = await started(state);
  const admin = client(server.url, server.adminKey);
  await admin.must("POST", "/v1/namespaces", { name: "source" });
  const inside = client(server.url, server.adminKey, "source");
  await inside.must("POST", "/v1/collections", { collection_name: "notes", feature_extractor: mapping });
  for (let from = 0; from < size; from += 500) {
    const documents = Array.from({ length: 500 }, (_, i) => ({
      document_id: `n${from + i}`,
      text: `note ${from + i}`,
      chart: "x".repeat(16_000),
    }));
    await inside.must("POST", "/v1/collections/notes/documents", { documents });
  }
  const { task_id } = await admin.must("POST", "/v1/namespaces/source/clone", { namespace_name: "copy" });
  const told = async () => (await client(server.url, server.adminKey).call("GET", `/v1/tasks/${task_id}`)).body;
  // Some of it is copied, and 80 MB take a while.
  await expect.poll(async () => (await told()).progress.done, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
  await server.end("SIGKILL");
  server = await started(state);
  expect((await told()).status).toBe("IN_PROGRESS");
  // Whoever was killed is believed to be alive for a minute.
  await expect.poll(async () => (await told()).status, { timeout: 120_000, interval: 500 }).toBe("COMPLETED");
  const copy = client(server.url, server.adminKey, "copy");
  const { total_count, pagination } = (await copy.call("POST", "/v1/collections/notes/documents/list", {})).body;
  expect(total_count ?? pagination.total).toBe(size);
  for (const n of [0, 1, size / 2, size - 1])
    expect((await copy.call("GET", `/v1/documents/n${n}`)).status, `n${n}`).toBe(200);
  const { body } = await client(server.url, server.adminKey).call("GET", "/v1/namespaces/copy");
  expect(body).toMatchObject({ document_count: size, collection_count: 1 });
}, 180_000);
