import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import { type Id, newId } from "../../src/kit/id";
import { spacesOf, tagOf } from "../../src/store/spaces";
import { cellLimit, sweepVectors } from "../../src/store/vector-sweep";
import { cellBytes } from "../stored";
import { app, bindings, caller, clock, drain, organization, tenant } from "../tenant";
import "../upstash/provided";

const { developer } = inject("vectors");
const own = {
  UPSTASH_EMAIL: developer.email,
  UPSTASH_API_KEY: developer.apiKey,
  UPSTASH_DEVELOPER_URL: developer.url,
};

const placed = async (namespaceId: string) =>
  (
    await env.DB.prepare("SELECT index_name, dimensions FROM placements WHERE namespace_id = ?")
      .bind(namespaceId)
      .all<{ index_name: string; dimensions: number }>()
  ).results;

const documents = ["a sailing boat", "a tug in the harbour", "a liner"].map((text, n) => ({
  document_id: `d${n}`,
  text,
}));

test("a namespace says where its vectors are to be, a task moves them there, and a search finds the same", async () => {
  const ada = await tenant("ada");
  await ada.call("POST", "/v1/collections/pages/documents", { documents });
  const search = async () => {
    const { body } = await ada.call("POST", "/v1/retrievers/search/execute", {
      inputs: { query: "boat in a harbour" },
    });
    return [body.results, body.warnings];
  };
  const about = async () => (await ada.call("GET", "/v1/namespaces/ada/infrastructure")).body;
  await env.CELL.getByName(ada.namespaceId).moveVectors(ada.id, { forMs: 10_000 });
  expect(await about()).toMatchObject({
    ...{ vectors: "upstash", by_size: false, settled: true, answering: true },
    features: [{ feature: "text_extractor@v1", searched_in: "upstash", vectors: 3, confirmed: 3 }],
  });
  expect(await placed(ada.namespaceId)).toEqual([{ index_name: "local-384", dimensions: 384 }]);
  const found = await search();
  expect([found[0].length > 1, found[1]]).toEqual([true, []]);

  const moved = await ada.call("PATCH", "/v1/namespaces/ada", { infrastructure: { vectors: "cell" } });
  expect(moved.body.infrastructure).toMatchObject({ vectors: "cell", by_size: false, task_id: expect.any(String) });
  expect(await search()).toEqual(found);
  await drain();
  expect((await ada.call("GET", `/v1/tasks/${moved.body.infrastructure.task_id}`)).body).toMatchObject({
    task_type: "vectors_move",
    status: "COMPLETED",
  });
  expect(await about()).toMatchObject({ vectors: "cell", settled: true, features: [] });
  expect([await search(), await placed(ada.namespaceId)]).toEqual([found, []]);

  const verified = await ada.call("POST", "/v1/namespaces/ada/infrastructure/verify");
  expect(verified.body).toMatchObject({ settled: true, features: [] });
  const same = await ada.call("PATCH", "/v1/namespaces/ada", { infrastructure: { vectors: "cell" } });
  expect(same.body.infrastructure).toEqual({ vectors: "cell", by_size: false });
  const auto = await ada.call("PATCH", "/v1/namespaces/ada", { infrastructure: { vectors: "auto" } });
  expect(auto.body.infrastructure).toMatchObject({ vectors: "cell", by_size: true });
  for (const wrong of ["moon", "", null, 1])
    expect((await ada.call("PATCH", "/v1/namespaces/ada", { infrastructure: { vectors: wrong } })).status).toBe(422);
});

test("where nothing is configured nothing is promised: it is refused with what is missing, and nothing is founded", async () => {
  const { key } = await organization();
  const bare = { ...bindings, UPSTASH_VECTOR_INDEXES: "" };
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  for (const vectors of ["upstash", "dedicated"]) {
    const body = JSON.stringify({ namespace_name: "far", infrastructure: { vectors } });
    const refused = await app.request("/v1/namespaces", { method: "POST", headers, body }, bare);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("configured here")]);
  }
  expect((await caller(key)("GET", "/v1/namespaces")).body.namespaces).toEqual([]);
});

test("an index takes so many namespaces, then the next one is taken; one that has room nowhere stays in its cell", async () => {
  const home = await organization();
  const spaces = async (name: string, room: string) => {
    const made = await home.call("POST", "/v1/namespaces", {
      namespace_name: name,
      infrastructure: { vectors: "upstash" },
    });
    const id: Id<"namespace"> = made.body.namespace_id;
    const env = { ...bindings, UPSTASH_VECTOR_NAMESPACES: room };
    return { id, ...spacesOf(env, id, () => clock.now) };
  };
  const plenty = await spaces("plenty", "10000");
  const place = await plenty.place("clip@v1", 300);
  expect(place).toMatch(/^c[0-9a-f]{8}-ns_[0-9a-z]{24}-[0-9a-z]{8}$/);
  expect(place?.length).toBeLessThanOrEqual(63);
  expect(await plenty.place("clip@v1", 300)).toBe(place);
  expect(await placed(plenty.id)).toEqual([{ index_name: "local-384", dimensions: 300 }]);
  const used = await env.DB.prepare("SELECT count(*) AS n FROM placements WHERE index_name = 'local-384'").first("n");
  const pressed = await spaces("pressed", `${used}`);
  expect(await pressed.place("clip@v1", 300)).not.toBe(null);
  expect(await placed(pressed.id)).toEqual([{ index_name: "local-768", dimensions: 300 }]);
  const late = await spaces("late", "0");
  expect([await late.place("clip@v1", 300), await late.place("huge@v1", 4_000), await placed(late.id)]).toEqual([
    null,
    null,
    [],
  ]);
});

test("a namespace with an index of its own has one for each number of dimensions, and they go with it", async () => {
  const home = await organization();
  const withOwn = { ...bindings, ...own };
  const body = JSON.stringify({ namespace_name: "alone", infrastructure: { vectors: "dedicated" } });
  const headers = { authorization: `Bearer ${home.key}`, "content-type": "application/json" };
  const made = await app.request("/v1/namespaces", { method: "POST", headers, body }, withOwn);
  const { namespace_id } = await made.json<{ namespace_id: Id<"namespace"> }>();
  const spaces = spacesOf(withOwn, namespace_id, () => clock.now);
  const mine = async () => {
    const auth = { authorization: `Basic ${btoa(`${own.UPSTASH_EMAIL}:${own.UPSTASH_API_KEY}`)}` };
    const all = await (await fetch(`${developer.url}/vector/index`, { headers: auth })).json<{ name: string }[]>();
    const rows = await env.DB.prepare("SELECT id FROM vector_indexes WHERE namespace_id = ?").bind(namespace_id).all();
    return [rows.results.length, all.filter(({ name }) => rows.results.some(({ id }) => id === name)).length];
  };
  const place = await spaces.place("text", 4);
  const space = await spaces.open(place ?? "");
  await space.upsert([{ id: "1.1", vector: Float32Array.of(1, 0, 0, 0), collection: newId("collection"), fields: {} }]);
  await spaces.place("other", 4);
  await spaces.place("image", 8);
  expect([await mine(), await space.count()]).toEqual([[2, 2], 1]);
  await spaces.vacate("image");
  expect(await mine()).toEqual([1, 1]);
  await spaces.clearAll();
  expect([await mine(), await placed(namespace_id)]).toEqual([[0, 0], []]);
});

test("a namespace that has outgrown its cell is moved, unless it chose; what is nobody's is taken away, if it is ours", async () => {
  const home = await organization();
  const ids: Record<string, string> = {};
  for (const [name, vectors] of [
    ["grown", "auto"],
    ["chosen", "cell"],
    ["small", "auto"],
  ] as const) {
    const made = await home.call("POST", "/v1/namespaces", { namespace_name: name, infrastructure: { vectors } });
    ids[name] = made.body.namespace_id;
    const noted = "INSERT INTO holdings (organization_id, place, day, documents, bytes) VALUES (?, ?, 1, ?, 1)";
    await env.DB.prepare(noted)
      .bind(home.id, ids[name], name === "small" ? cellLimit : cellLimit + 1)
      .run();
  }
  const index = inject("vectors").indexes[0]!;
  const put = (name: string) =>
    fetch(`${index.url}/upsert/${name}`, {
      method: "POST",
      headers: { authorization: `Bearer ${index.token}` },
      body: JSON.stringify({ id: "1.1", vector: Array.from({ length: 384 }, () => 1) }),
    });
  // Of a secret of its own: other tests share the index, and what a sweep takes away is its installation's.
  const mine = { ...bindings, CORDON_SECRET: "a secret of this one test, and of full length" };
  const ada = await tenant("ada");
  const spaces = spacesOf(mine, ada.namespaceId, () => clock.now);
  const place = (await spaces.place("clip@v1", 384)) ?? "";
  await put(place);
  const left = `${await tagOf(mine)}-${newId("namespace")}-abcdefgh`;
  await put(left);
  await put("somebody-elses");
  expect(await sweepVectors(mine, clock.now)).toMatchObject({ outgrown: 1, orphans_removed: 1 });
  const names = await (
    await fetch(`${index.url}/list-namespaces`, { method: "POST", headers: { authorization: `Bearer ${index.token}` } })
  ).json<{ result: string[] }>();
  expect([left, "somebody-elses", place].map((name) => names.result.includes(name))).toEqual([false, true, true]);
  await drain();
  const homes = await home.call("GET", "/v1/namespaces?limit=10");
  const where = (name: string) =>
    homes.body.results.find((one: { namespace_id: string }) => one.namespace_id === ids[name]).infrastructure;
  expect([where("grown"), where("chosen"), where("small")]).toEqual([
    { vectors: "upstash", by_size: true },
    { vectors: "cell", by_size: false },
    { vectors: "cell", by_size: true },
  ]);
});

test("a namespace that is deleted while Upstash does not answer is erased here at once, and there when it answers again", async () => {
  const ada = await tenant("ada");
  await ada.call("POST", "/v1/collections/pages/documents", { documents });
  await env.CELL.getByName(ada.namespaceId).moveVectors(ada.id, { forMs: 10_000 });
  expect(await placed(ada.namespaceId)).toHaveLength(1);
  const { task_id } = (await ada.call("DELETE", "/v1/namespaces/ada")).body;
  const unreachable = inject("vectors").indexes.map((index) => ({ ...index, url: "http://127.0.0.1:1" }));
  await drain({ ...bindings, UPSTASH_VECTOR_INDEXES: JSON.stringify(unreachable) });
  const receipt = async () => (await caller(ada.key)("GET", `/v1/namespaces/deletions/${task_id}`)).body;
  expect(await receipt()).toMatchObject({ status: "IN_PROGRESS" });
  expect(JSON.stringify(await cellBytes(ada.namespaceId))).not.toContain("sailing");
  expect(await placed(ada.namespaceId)).toHaveLength(1);
  const noon = clock.now;
  clock.now += 60_000;
  await drain();
  clock.now = noon;
  const { erasure } = await receipt();
  expect(erasure.erased).toContainEqual({ store: "vectors", what: "vectors", count: documents.length });
  expect(await placed(ada.namespaceId)).toEqual([]);
});
