import { Index } from "@upstash/vector";
import { expect, inject, test } from "vitest";
import "./provided";

const { indexes, developer } = inject("vectors");

/** An index of this test's own, made through the Developer API. */
async function made(dimension: number) {
  const headers = { authorization: `Basic ${btoa(`${developer.email}:${developer.apiKey}`)}` };
  const draft = { name: "mine", region: "us-east-1", similarity_function: "COSINE", dimension_count: dimension };
  const url = `${developer.url}/vector/index`;
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(draft) });
  const { id, endpoint, token } = await response.json<{ id: string; endpoint: string; token: string }>();
  const steer = async (control: unknown) =>
    (await fetch(`${endpoint}/__control`, { method: "POST", body: JSON.stringify(control) })).json();
  const index = new Index({ url: endpoint, token, retry: { retries: 0 }, signal: () => AbortSignal.timeout(2_000) });
  return { index, endpoint, steer, remove: () => fetch(`${url}/${id}`, { method: "DELETE", headers }) };
}

test("the indexes that are served are of the dimensions that they are named for, and refuse a wrong token", async () => {
  for (const { name, url, token } of indexes) {
    const { dimension, similarityFunction } = await new Index({ url, token }).info();
    expect([name, similarityFunction]).toEqual([`local-${dimension}`, "COSINE"]);
    await expect(new Index({ url, token: "other" }).info()).rejects.toThrow("Unauthorized: Invalid auth token");
  }
});

test("an index that is made has an address of its own, is steered over HTTP, and is gone when it is deleted", async () => {
  const { index, endpoint, steer, remove } = await made(3);
  expect(indexes.map(({ url }) => url)).not.toContain(endpoint);
  await index.namespace("here").upsert({ id: "a", vector: [1, 0, 0] });
  expect(await index.namespace("here").query({ vector: [1, 0, 0], topK: 1 })).toEqual([{ id: "a", score: 1 }]);
  expect(await steer({ trouble: [{ kind: 503, times: 1 }], delayMs: 3_600_000 })).toMatchObject({ delayMs: 3_600_000 });
  await expect(index.info()).rejects.toThrow("Service unavailable");
  await index.upsert({ id: "b", vector: [1, 0, 0] });
  expect(await index.info()).toMatchObject({ vectorCount: 1, pendingVectorCount: 1 });
  await steer({ trouble: [{ kind: "down" }] });
  await expect(index.info()).rejects.toThrow();
  await steer({ trouble: [{ kind: "hang" }] });
  const impatient = fetch(`${endpoint}/info`, { method: "POST", signal: AbortSignal.timeout(50) });
  await expect(impatient).rejects.toThrow(/abort|timed? ?out/i);
  await steer({ trouble: [] });
  const log = await (await fetch(`${endpoint}/__log`, { method: "DELETE" })).json<{ path: string }[]>();
  expect(log.slice(0, 4).map(({ path }) => path)).toEqual(["/upsert/here", "/query/here", "/info", "/upsert"]);
  expect(await (await fetch(`${endpoint}/__log`)).json()).toEqual([]);
  expect((await remove()).status).toBe(200);
  await expect(index.info()).rejects.toThrow();
});
