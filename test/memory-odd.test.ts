import { expect, test } from "vitest";
import { clock, tenant } from "./tenant";

const long = "x".repeat(300_000);

test("what is odd is refused with 400, says where, and stores nothing", async () => {
  const { call } = await tenant();
  await call("POST", "/v1/memory/store", { id: "m", content: "It rains." });
  const stored = async () => [
    (await call("GET", "/v1/export")).text,
    (await call("GET", "/v1/sessions")).text,
    (await call("GET", "/v1/knowledge/export")).text,
  ];
  const before = await stored();
  const past = clock.now / 1000 - 1;
  const wrong: [method: string, path: string, body: unknown, says: RegExp][] = [
    ["POST", "/v1/memory/store", { content: " \n\t" }, /says nothing/],
    ["POST", "/v1/memory/store", '{"content": "a\\ud800b"}', /half of a character/],
    ["POST", "/v1/memory/store", { content: "x", expires_at: past }, /in the past/],
    ["POST", "/v1/memory/store", { content: "x", ttl_seconds: -5 }, /ttl_seconds/],
    ["POST", "/v1/memory/store", { content: "x".repeat(100_001) }, /content/],
    ["POST", "/v1/memory/store", { content: "x", metadata: { long } }, /262144/],
    ["POST", "/v1/memory/store", { id: "a/b", content: "x" }, /letters, digits/],
    ["POST", "/v1/memories/store/batch", { memories: [{ content: "x" }, { content: "y", expires_at: past }] }, /past/],
    ["POST", "/v1/sessions/start", { metadata: { long } }, /262144/],
    ["PUT", "/v1/memory/update/m", { agent_id: "main" }, /at least one thing/],
    ["PUT", "/v1/memory/update/m", { metadata: { long } }, /262144/],
    ["POST", "/v1/memories/m/links", { target_id: "m" }, /with itself/],
    ["POST", "/v1/memory/recall", { query: "rain", associated_memories_depth: 2 }, /include_associated/],
    ["GET", "/v1/memory/recall?query=rain&tag=a", undefined, /tag/],
    ["GET", "/v1/agents/main/memories?type=semantic", undefined, /type/],
    ["GET", "/v1/sessions?active=true", undefined, /active/],
  ];
  for (const [method, path, body, says] of wrong) {
    const refused = await call(method, path, body);
    expect(refused, `${method} ${path}`).toMatchObject({ status: 400, body: { error: expect.stringMatching(says) } });
  }
  expect(await stored()).toEqual(before);
});

test("what is only unusual is kept as it was sent", async () => {
  const { call } = await tenant();
  const kept = [
    { id: "nul", content: "a\u0000b", tags: ["\u0000", "a b", "☃"] },
    { id: "wide", content: "😀".repeat(50_000), metadata: { "": { deep: [null, [[]]] } } },
    { id: "a.b:c-d_e", content: "x".repeat(100_000), importance: 0.2, metadata: { speaker: 5, date: "never" } },
  ];
  for (const memory of kept) {
    expect((await call("POST", "/v1/memory/store", memory)).status).toBe(200);
    expect((await call("GET", `/v1/memory/get/${memory.id}`)).body).toMatchObject(memory);
  }
  const { body } = await call("POST", "/v1/memories/recall/batch", { filter: { tags: ["☃", "\u0000"] } });
  expect(body.memories).toMatchObject([{ id: "nul" }]);
  for (const query of ["???", " ", "\u0000", "☃"])
    expect((await call("POST", "/v1/memory/recall", { query })).status).toBe(200);
});

test("a recall in the address is asked what one in a body is", async () => {
  const { call } = await tenant();
  const common = { memory_type: "semantic", tags: ["port", "tide"], importance: 0.8 };
  await call("POST", "/v1/memory/store", { id: "one", content: "The harbour at high tide", ...common });
  await call("POST", "/v1/memory/store", { id: "two", content: "The harbour at night", tags: ["port"] });
  const found = async (more: string) => {
    const { body } = await call("GET", `/v1/memory/recall?query=harbour&${more}`);
    return body.memories.map(({ id }: { id: string }) => id).sort();
  };
  expect(await found("")).toEqual(["one", "two"]);
  expect(await found("tags=port")).toEqual(["one", "two"]);
  expect(await found("tags=port,tide")).toEqual(["one"]);
  expect(await found("memory_type=episodic")).toEqual(["two"]);
  expect(await found("min_importance=0.6")).toEqual(["one"]);
  expect(await found("until=2020-01-01T00:00:00Z")).toEqual([]);
});

test("of several who store under one id at once, one has made the memory and the others have changed it", async () => {
  const { call } = await tenant();
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, n) => call("POST", "/v1/memory/store", { id: "one", content: `Word ${n}.` })),
  );
  expect(all.map(({ body }) => body.created).filter(Boolean)).toHaveLength(1);
  expect((await call("POST", "/v1/memories/recall/batch", {})).body.total).toBe(1);
});

test("an import of which nothing could be taken has failed", async () => {
  const { call } = await tenant();
  const { body } = await call("POST", "/v1/import", { data: [1, { content: "" }] });
  expect(body).toMatchObject({ status: "failed", total: 2, imported_count: 0, skipped_count: 2 });
  expect((await call("GET", `/v1/import/${body.job_id}/status`)).body.status).toBe("failed");
  expect((await call("POST", "/v1/import", { data: [1, { content: "x" }] })).body.status).toBe("completed");
});
