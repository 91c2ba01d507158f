import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { random as seeded } from "../scripts/bench/random";
import { tick } from "../src/jobs/cron";
import { kinds } from "../src/jobs/kinds";
import type { Id } from "../src/kit/id";
import { pause } from "../src/kit/pause";
import { claimTask, saveTask } from "../src/store/tasks";
import { bindings, type Call, caller, clock, drain, organization, searcher, tenant } from "./tenant";

const filler = "the boat left the harbour at dawn with nets and rope ".repeat(12);

/** Makes documents `first` to `last`, a few hundred in one call. */
async function load(call: Call, first: number, last: number) {
  for (let from = first; from <= last; from += 400) {
    const numbers = Array.from({ length: Math.min(400, last - from + 1) }, (_, i) => from + i);
    const documents = numbers.map((n) => ({ document_id: `d${n}`, n, text: `${filler} word${n % 97}` }));
    const made = await call("POST", "/v1/collections/pages/documents", { documents });
    if (made.status !== 200) throw new Error(made.text);
  }
}

type Shown = Record<string, unknown> & { document_id: string; _internal: Record<string, unknown> };

/** All documents as they are shown, but for the ids of what they lie in. */
async function contents(call: Call): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let offset = 0; ; offset += 1000) {
    const path = `/v1/collections/pages/documents/list?limit=1000&offset=${offset}`;
    const { body } = await call("POST", path, { return_vectors: true });
    for (const { collection_id: _, _internal, ...shown } of body.results as Shown[]) {
      found.set(shown.document_id, JSON.stringify([shown, _internal.created_at, _internal.updated_at]));
    }
    if (body.results.length < 1000) return found;
  }
}

async function clone(call: Call, source: string, name: string) {
  const begun = await call("POST", `/v1/namespaces/${source}/clone`, { namespace_name: name });
  expect(begun).toMatchObject({ status: 200, body: { status: "cloning", namespace: { namespace_name: name } } });
  return begun.body as { task_id: string; namespace: { namespace_id: string } };
}

const search = async (call: Call, query: string) => {
  const { body } = await call("POST", "/v1/retrievers/search/execute", { inputs: { query } });
  return body.results.map((one: { document_id: string; score: number }) => [one.document_id, one.score]);
};

test("a clone made while the source is written to is the source at one moment: all of a write, or nothing", async () => {
  const ada = await tenant("source");
  await load(ada.call, 1, 1500);
  await ada.call("POST", "/v1/collections/pages/documents", {
    documents: ["left", "right", "count"].map((document_id) => ({ document_id, n: 1500 })),
  });
  const { task_id } = await clone(ada.call, "source", "copy");
  expect(await caller(ada.key, "copy")("GET", "/v1/collections")).toMatchObject({ status: 404 });
  let isDone = false;
  const writing = (async () => {
    let n = 1501;
    for (; !isDone || n < 1530; n++) {
      await pause(); // or in one process this chain of calls keeps the clone's own pauses from ending
      await load(ada.call, n, n);
      await ada.call("PATCH", "/v1/documents/count", { n });
      await ada.call("POST", "/v1/collections/pages/documents/batch", {
        updates: ["left", "right"].map((document_id) => ({ document_id, n })),
      });
      await ada.call("DELETE", `/v1/documents/d${n - 1400}`);
    }
    return n - 1;
  })();
  await drain();
  isDone = true;
  const last = await writing;
  const task = (await ada.call("GET", `/v1/tasks/${task_id}`)).body;
  expect(task).toMatchObject({ status: "COMPLETED", progress: { percent: 100 }, error: null });
  const copy = caller(ada.key, "copy");
  const [mine, theirs] = [await contents(ada.call), await contents(copy)];
  const fields = (id: string) => JSON.parse(theirs.get(id) ?? "[]")[0];
  const { n } = fields("count");
  expect(n).toBeLessThan(last);
  // One after the other: made, counted, both sides of the pair, the old one deleted.
  const [pair, made] = [fields("left").n, theirs.has(`d${n + 1}`)];
  expect(fields("right").n).toBe(pair);
  expect([n, n - 1]).toContain(pair);
  if (made) expect(pair).toBe(n);
  for (let one = 1; one <= last; one++) {
    const gone = one <= n - 1400 && one > 100 && !(one === n - 1400 && theirs.has(`d${one}`));
    expect(theirs.has(`d${one}`), `d${one}`).toBe(!gone && one <= n + Number(made));
  }
  // What was not touched since is the same to the last byte of its vectors.
  expect([...theirs].filter(([id, text]) => mine.get(id) === text).length).toBeGreaterThan(1300);
  expect(await leftovers(ada.namespaceId)).toEqual([]);
}, 60_000);

/** What a snapshot leaves in a cell, which is nothing. */
const leftovers = (namespaceId: string) =>
  runInDurableObject(env.CELL.getByName(namespaceId), (_, { storage }) => [
    ...storage.sql.exec("SELECT name FROM sqlite_schema WHERE name GLOB 'snapshot_*'"),
    ...storage.sql.exec("SELECT * FROM snapshots"),
  ]);

test("1,000 changes made at random on either side of a clone never show on the other, and both go on to find theirs", async () => {
  const ada = await tenant("source");
  await load(ada.call, 1, 400);
  const odd = { input_schema: { query: { type: "string", default: "constructor" } }, tags: ["__proto__", "toString"] };
  await ada.call("POST", "/v1/retrievers", { ...searcher("odd"), ...odd });
  const { namespace } = await clone(ada.call, "source", "copy");
  await drain();
  const copy = caller(ada.key, "copy");
  expect(await contents(copy)).toEqual(await contents(ada.call));
  for (const query of ["word7 harbour", "nets", "word50"]) {
    const found = await search(copy, query);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(await search(ada.call, query));
  }
  const ids = new Set<string>();
  for (const call of [ada.call, copy])
    for (const { collection_id, retriever_id } of [
      ...(await call("GET", "/v1/collections")).body.results,
      ...(await call("GET", "/v1/retrievers")).body.results,
    ])
      ids.add(collection_id ?? retriever_id);
  expect(ids.size).toBe(6);
  expect((await copy("GET", "/v1/retrievers/odd")).body).toMatchObject(odd);
  const random = seeded(7);
  for (const [call, other, mark] of [
    [ada.call, copy, "harpoon"],
    [copy, ada.call, "lighthouse"],
  ] as const) {
    const before = await contents(other);
    const model = new Set((await contents(call)).keys());
    for (let change = 0; change < 1000; change++) {
      const id = `d${1 + Math.floor(random() * 500)}`;
      const text = `${mark} ${change}`;
      const kind = random();
      const path = `/v1/documents/${id}`;
      if (kind < 0.3 && model.has(id)) await call("DELETE", path).then(() => model.delete(id));
      else if (model.has(id)) await call("PATCH", path, { text });
      else await call("POST", "/v1/collections/pages/documents", { document_id: id, text }).then(() => model.add(id));
    }
    expect(new Set((await contents(call)).keys())).toEqual(model);
    expect(await contents(other)).toEqual(before);
    expect((await search(call, mark)).length).toBeGreaterThan(5);
    const strangers = await other("POST", "/v1/collections/pages/documents/list?limit=1", { search: mark });
    expect(strangers.body.total_count ?? strangers.body.results.length).toBe(0);
  }
  await ada.call("DELETE", `/v1/namespaces/${namespace.namespace_id}`);
  await drain();
  expect((await contents(ada.call)).size).toBeGreaterThan(100);
}, 120_000);

test("a clone that is cut short anywhere, and whose snapshot was given up meanwhile, comes out whole", async () => {
  const ada = await tenant("source");
  await load(ada.call, 1, 1200);
  const expected = await contents(ada.call);
  const { task_id } = await clone(ada.call, "source", "copy");
  for (let turn = 0; turn < 4; turn++) {
    // Somebody takes it on, does a step without saving it, saves another, and dies.
    const task = await claimTask(bindings, task_id as Id<"task">, clock.now);
    if (!task) throw new Error("nothing to do");
    await kinds.namespace_clone.step(bindings, task, clock.now);
    const step = await kinds.namespace_clone.step(bindings, task, clock.now);
    await saveTask(bindings, task, { ...step }, clock.now);
    clock.now += 120_000;
  }
  clock.now += 2 * 3_600_000;
  await ada.call("GET", "/v1/collections");
  await drain();
  expect((await ada.call("GET", `/v1/tasks/${task_id}`)).body).toMatchObject({ status: "COMPLETED" });
  expect(await contents(caller(ada.key, "copy"))).toEqual(expected);
}, 60_000);

test("memories, their sessions and the graph between them come along, and are apart from then on", async () => {
  const ada = await tenant("source");
  const said = ["Ann leads Project Omega from Berlin.", "Project Omega ships in September.", "Bob met Ann in Berlin."];
  const session = await ada.call("POST", "/v1/sessions/start", { agent_id: "helper" });
  for (const content of said) {
    const body = { agent_id: "helper", content, importance: 0.8, tags: ["omega"], session_id: session.body.session_id };
    expect((await ada.call("POST", "/v1/memory/store", body)).status).toBeLessThan(300);
  }
  await clone(ada.call, "source", "copy");
  await drain();
  const copy = caller(ada.key, "copy");
  const recall = async (call: Call) => {
    const { body } = await call("GET", "/v1/memory/recall?agent_id=helper&query=Project+Omega&top_k=5");
    return body.memories.map(
      (one: { memory?: object }) => JSON.stringify(one.memory ?? one).match(/"content":"[^"]*"/)?.[0],
    );
  };
  const found = await recall(copy);
  expect(found.length).toBe(said.length);
  expect(found).toEqual(await recall(ada.call));
  await copy("POST", "/v1/memory/store", {
    agent_id: "helper",
    content: "Project Omega was stopped.",
    importance: 0.9,
  });
  expect(await recall(ada.call)).toEqual(found);
  expect((await recall(copy)).length).toBe(said.length + 1);
});

test("a clone that was stopped leaves nothing, and its name is free again; one name is one namespace from the start", async () => {
  const ada = await tenant("source");
  await load(ada.call, 1, 10);
  const { task_id } = await clone(ada.call, "source", "copy");
  expect(await ada.call("POST", "/v1/namespaces", { namespace_name: "copy" })).toMatchObject({ status: 409 });
  expect(await ada.call("POST", "/v1/namespaces/source/clone", { namespace_name: "copy" })).toMatchObject({
    status: 409,
  });
  expect(await ada.call("DELETE", "/v1/namespaces/source")).toMatchObject({ status: 409 });
  expect(await ada.call("DELETE", `/v1/tasks/${task_id}`)).toMatchObject({ status: 200 });
  clock.now += 3_600_000;
  await tick(bindings, () => clock.now);
  await drain();
  expect(await ada.call("POST", "/v1/namespaces", { namespace_name: "copy" })).toMatchObject({ status: 200 });
});

test("who may read a part of a namespace, or found none of that name, cannot clone it; nor can a key that was revoked since", async () => {
  const ada = await tenant("source");
  const mint = async (...scopes: object[]) => {
    const made = await ada.call("POST", "/v1/organizations/api-keys", {
      name: crypto.randomUUID(),
      permissions: ["admin"],
      scopes,
    });
    return { id: made.body.key_id as string, call: caller(made.body.key) };
  };
  const part = await mint({ resource_type: "collection", resource_id: "pages" });
  const only = await mint({ resource_type: "namespace", resource_id: "source" });
  const both = await mint(
    { resource_type: "namespace", resource_id: "source" },
    { resource_type: "namespace", resource_id: "team-*" },
  );
  const ask = (call: Call, namespace_name: string) => call("POST", "/v1/namespaces/source/clone", { namespace_name });
  expect((await ask(part.call, "copy")).status).toBe(403);
  expect((await ask(only.call, "copy")).status).toBe(403);
  expect((await ask(both.call, "copy")).status).toBe(403);
  const begun = await ask(both.call, "team-copy");
  expect(begun.status).toBe(200);
  await ada.call("DELETE", `/v1/organizations/api-keys/${both.id}`);
  await drain();
  expect((await ada.call("GET", `/v1/tasks/${begun.body.task_id}`)).body).toMatchObject({ status: "FAILED" });
  const stranger = await organization();
  const [theirs, never] = [
    await ask(stranger.call, "x1"),
    await stranger.call("POST", "/v1/namespaces/never/clone", { namespace_name: "x1" }),
  ];
  expect([theirs.status, theirs.body.detail]).toEqual([never.status, never.body.detail]);
});
