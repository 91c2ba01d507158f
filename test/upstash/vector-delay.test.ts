import { expect, test } from "vitest";
import { developerApi } from "./vector/developer.ts";
import { standIn } from "./vectors";

const east = [1, 0];
const ask = { vector: east, topK: 5 };

test("what is written is there for fetch and range at once, and for queries when its delay has passed", async () => {
  const { client, clock } = standIn({ delayMs: 500 });
  const here = client.namespace("here");
  await here.upsert({ id: "a", vector: east, metadata: { n: 1 } });
  expect(await here.query(ask)).toEqual([]);
  expect(await here.fetch(["a", "b"], { includeMetadata: true })).toEqual([{ id: "a", metadata: { n: 1 } }, null]);
  expect((await here.range({ cursor: 0, limit: 5 })).vectors).toEqual([{ id: "a" }]);
  expect((await client.info()).namespaces).toEqual({
    "": { vectorCount: 0, pendingVectorCount: 0 },
    here: { vectorCount: 0, pendingVectorCount: 1 },
  });
  clock.now += 499;
  expect(await here.query(ask)).toEqual([]);
  clock.now += 1;
  expect(await here.query(ask)).toEqual([{ id: "a", score: 1 }]);
  expect(await client.info()).toMatchObject({ vectorCount: 1, pendingVectorCount: 0 });
  await here.update({ id: "a", metadata: { n: 2 } });
  expect(await here.query({ ...ask, filter: "n = 1" })).toHaveLength(1);
  expect(await here.fetch(["a"], { includeMetadata: true })).toEqual([{ id: "a", metadata: { n: 2 } }]);
});

test("what is deleted is found by queries until its delay has passed, and pending unless it is told not to be", async () => {
  const { client, clock, control } = standIn();
  await client.upsert({ id: "a", vector: east });
  control.delayMs = 500;
  expect(await client.delete(["a", "b"])).toEqual({ deleted: 1 });
  expect(await client.fetch(["a"])).toEqual([null]);
  expect(await client.query(ask)).toHaveLength(1);
  expect(await client.info()).toMatchObject({ vectorCount: 1, pendingVectorCount: 1 });
  control.countDeletes = false;
  expect(await client.info()).toMatchObject({ vectorCount: 1, pendingVectorCount: 0 });
  clock.now += 500;
  expect(await client.query(ask)).toEqual([]);
});

test("delays that differ from write to write never bring an older state after a newer one", async () => {
  const delays = [900, 100, 500];
  const { client, clock } = standIn({ delayMs: () => delays.shift() ?? 0 });
  for (const n of [1, 2]) await client.upsert({ id: "a", vector: east, metadata: { n } });
  await client.upsert({ id: "b", vector: east });
  const seen = async () =>
    (await client.query({ ...ask, includeMetadata: true })).map(({ id, metadata }) => [id, metadata?.n]);
  clock.now += 100;
  expect(await seen()).toEqual([["a", 2]]);
  expect(await client.info()).toMatchObject({ vectorCount: 1, pendingVectorCount: 2 });
  clock.now += 800;
  expect(await seen()).toEqual([
    ["a", 2],
    ["b", undefined],
  ]);
  expect(await client.info()).toMatchObject({ vectorCount: 2, pendingVectorCount: 0 });
});

test("trouble comes as often as it is told to, where it is told to, and may lose an answer to what was done", async () => {
  const { client, control } = standIn();
  control.trouble = [{ kind: 503, times: 2 }];
  for (let n = 0; n < 2; n++) await expect(client.info()).rejects.toThrow("503 Service unavailable");
  expect(await client.listNamespaces()).toEqual([""]);
  control.trouble = [{ kind: 429, on: "upsert" }];
  for (let n = 0; n < 3; n++) await expect(client.upsert({ id: "a", vector: east })).rejects.toThrow("429 ");
  expect(await client.fetch(["a"])).toEqual([null]);
  control.trouble = [{ kind: "down", after: true }];
  await expect(client.upsert({ id: "a", vector: east })).rejects.toThrow("fetch failed");
  control.trouble = [];
  expect(await client.fetch(["a"])).toEqual([{ id: "a" }]);
});

test("a request that hangs hangs until whoever asked gives up", async () => {
  const { fetched, control } = standIn({ trouble: [{ kind: "hang", times: 1 }] });
  const given = new AbortController();
  const hanging = fetched("/info", { signal: given.signal });
  expect((await fetched("/info")).status).toBe(200);
  given.abort(new Error("enough"));
  await expect(hanging).rejects.toThrow("enough");
  expect(control.trouble).toEqual([]);
});

test("the log has the last requests as they arrived", async () => {
  const { client, log } = standIn({ logged: 2 });
  await client.info();
  await client.upsert({ id: "a", vector: east }, { namespace: "here" });
  await client.fetch(["a"]);
  expect(log).toEqual([
    { method: "POST", path: "/upsert/here", body: '{"id":"a","vector":[1,0]}' },
    { method: "POST", path: "/fetch", body: '{"ids":["a"]}' },
  ]);
});

test("a filter may give up early, and then fewer come back than were asked for", async () => {
  const { client, control } = standIn();
  await client.upsert([1, 2, 3, 4].map((n) => ({ id: `${n}`, vector: [1, n], metadata: { n } })));
  const filtered = { ...ask, filter: "n = 2 OR n = 4" };
  expect(await client.query(filtered)).toHaveLength(2);
  control.filterBudget = 3;
  expect((await client.query(filtered)).map(({ id }) => id)).toEqual(["2"]);
});

test("the Developer API makes indexes up to the account's number, two for one name, and takes them away", async () => {
  const closed: string[] = [];
  const open = async ({ dimension }: { dimension?: number | undefined }) => {
    const url = `https://made-${dimension}.example.com`;
    return { url, close: () => closed.push(url) };
  };
  const { fetch } = await developerApi({ email: "a@example.com", apiKey: "k", now: () => 5_000, open, maxIndexes: 2 });
  const call = async (method: string, path: string, body?: unknown, key = "k") => {
    const headers = { authorization: `Basic ${btoa(`a@example.com:${key}`)}` };
    const sent = body === undefined ? null : JSON.stringify(body);
    const url = `https://api.example.com/v2/vector/index${path}`;
    const response = await fetch(new Request(url, { method, headers, body: sent }));
    return { status: response.status, body: await response.json<Record<string, unknown>>() };
  };
  const draft = { name: "one", region: "us-east-1", similarity_function: "COSINE", dimension_count: 4 };
  expect((await call("GET", "", undefined, "wrong")).status).toBe(401);
  for (const wrong of [{ name: "" }, { region: "moon" }, { dimension_count: 0 }, { similarity_function: "cosine" }])
    expect((await call("POST", "", { ...draft, ...wrong })).status, JSON.stringify(wrong)).toBe(400);
  const made = await call("POST", "", draft);
  expect(made).toMatchObject({
    status: 200,
    body: { ...draft, index_type: "DENSE", type: "payg", endpoint: "https://made-4.example.com", creation_time: 5 },
  });
  expect(made.body.read_only_token).not.toBe(made.body.token);
  expect((await call("POST", "", draft)).body.id).not.toBe(made.body.id);
  expect((await call("POST", "", draft)).status).toBe(400);
  expect((await call("GET", "")).body).toHaveLength(2);
  expect((await call("GET", `/${made.body.id}`)).body).toEqual(made.body);
  expect(await call("DELETE", `/${made.body.id}`)).toEqual({ status: 200, body: "OK" });
  expect((await call("DELETE", `/${made.body.id}`)).status).toBe(404);
  expect(closed).toEqual(["https://made-4.example.com"]);
});
