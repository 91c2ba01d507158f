import { expect, test } from "vitest";
import { type Call, caller, clock, organization } from "./tenant";

const day = 86_400;
const seconds = () => Math.floor(clock.now / 1000);

const exported = async (call: Call, name: string) => {
  const reply = await call("GET", `/v1/namespaces/${name}/export`);
  expect(reply).toMatchObject({ status: 200 });
  return reply.text;
};
const rest = (text: string) => text.slice(text.indexOf("\n"));
const linesOf = (text: string, type: string) => text.split("\n").filter((line) => line.includes(`"type":"${type}"`));

async function made(call: Call, method: string, path: string, body: unknown) {
  const reply = await call(method, path, body);
  if (reply.status > 201) throw new Error(`${path}: ${reply.text}`);
  return reply.body;
}

const speakers = ["Ann", "Bob", "Søren", "李雷"];
const places = ["Berlin", "Lisbon", "Oslo", "Kyoto", "Accra"];
const said = (n: number) =>
  `${speakers[n % 4]} was in ${places[n % 5]} about order ${n} 🚤 “quoted”\n\u2028and wrote to team${n % 50}@example.com.`;

/** A namespace with `count` memories, and something of all that can hang on one. */
async function remembering(name: string, count: number) {
  const home = await organization();
  await home.call("POST", "/v1/namespaces", { namespace_name: name });
  const call = caller(home.key, name);
  const policy = { half_life_hours: 900, decay_floor: 0.25, ttl_default: null, working_decay: "linear" };
  await made(call, "PUT", `/v1/namespaces/${name}/memory_policy`, policy);
  await made(call, "PATCH", `/v1/namespaces/${name}/config`, { entity_types: ["person", "email"] });
  await made(call, "POST", "/v1/sessions/start", { id: "s-0", agent_id: "scribe", metadata: { "2": 1, ä: [null] } });
  await made(call, "POST", "/v1/sessions/start", { id: "s-1", agent_id: "scribe", idle_timeout_secs: 60 });
  await made(call, "POST", "/v1/sessions/start", { agent_id: "other" });
  for (let from = 0; from < count; from += 500) {
    const memories = Array.from({ length: Math.min(500, count - from) }, (_, i) => from + i).map((n) => ({
      ...(n % 10 > 0 && { id: `m.${n}` }),
      content: said(n),
      importance: (n % 7) / 7,
      tags: n % 3 ? [`t${n % 3}`, "ünï"] : [],
      memory_type: ["episodic", "semantic", "procedural", "working"][n % 4],
      session_id: n % 5 < 2 ? `s-${n % 5}` : null,
      metadata: n % 4 ? { n, inner: { list: [1, null, "x".repeat(700)], "1": "one" } } : null,
      ...(n % 11 === 0 && { expires_at: seconds() + 30 * day }),
      ...(n % 13 === 0 && { ttl_seconds: 10 * day + 0.5 }),
      ...(n % 6 === 0 && { valid_from: seconds() - n }),
    }));
    await made(call, "POST", "/v1/memories/store/batch", { agent_id: "scribe", memories });
    clock.now += 61_007;
  }
  for (const id of ["own-1", "own-2"]) await made(call, "POST", "/v1/memory/store", { id, content: `Ann said ${id}` });
  await made(call, "POST", "/v1/memories/m.1/links", { target_id: "own-1", weight: 0.3 });
  await made(call, "POST", "/v1/memories/own-2/links", { target_id: "m.2", edge_type: "precedes" });
  for (const signal of ["flag", "flag", "upvote"]) await made(call, "POST", "/v1/memories/m.3/feedback", { signal });
  await made(call, "POST", "/v1/memory/feedback", { memory_id: "m.1", feedback: "helped – très bien" });
  await made(call, "POST", "/v1/sessions/s-0/end", { summary: "Orders “done”" });
  await made(call, "POST", "/v1/memory/recall", { query: "Ann in Berlin", top_k: 20 });
  return { ...home, call };
}

const recalled = async (call: Call, query: string) => {
  const { body } = await call("POST", "/v1/memory/recall", { query, top_k: 10 });
  return body.memories.map((one: { id: string; smart_score: number; score: number }) => [
    one.id,
    one.score,
    one.smart_score,
  ]);
};

test("2,000 memories with all that hangs on them, exported, imported and exported again, are the same bytes, and recall as before", async () => {
  const before = clock.now;
  const ada = await remembering("tenant-acme-old", 2000);
  const gone = await made(ada.call, "POST", "/v1/memory/store", {
    content: "a canary that is gone",
    ttl_seconds: 5,
  });
  clock.now += 6_000;
  const first = await exported(ada.call, "tenant-acme-old");
  expect(first).not.toContain("canary");
  expect(linesOf(first, "memory")).toHaveLength(2002);
  expect(linesOf(first, "session")).toHaveLength(3);
  expect(linesOf(first, "feedback")).toHaveLength(4);
  expect(linesOf(first, "entity").length).toBeGreaterThan(3000);
  const edges = linesOf(first, "edge");
  for (const type of ["shares_entity", "precedes", "linked_by"])
    expect(
      edges.some((line) => line.includes(type)),
      type,
    ).toBe(true);
  expect(rest(first)).not.toContain("tenant-acme-old");
  await ada.call("POST", "/v1/namespaces", { namespace_name: "tenant-acme-new" });
  const taken = await ada.call("POST", "/v1/namespaces/tenant-acme-new/import", first);
  const { memories, sessions, feedback, ...hanging } = taken.body.stored;
  expect(taken).toMatchObject({ status: 200 });
  expect({ memories, sessions, feedback }).toEqual({ memories: 2002, sessions: 3, feedback: 4 });
  expect(hanging.edges).toBe(edges.length);
  expect(rest(await exported(ada.call, "tenant-acme-new"))).toBe(rest(first));

  const there = caller(ada.key, "tenant-acme-new");
  const same = async (method: string, path: string, body?: object) => {
    const [here, copy] = [await ada.call(method, path, body), await there(method, path, body)];
    expect(here.status, path).toBe(200);
    expect(copy.text.replaceAll("tenant-acme-new", "tenant-acme-old"), path).toBe(here.text);
  };
  await same("GET", "/v1/memories/m.1/graph?depth=2");
  await same("GET", "/v1/memories/m.3/feedback");
  await same("GET", "/v1/sessions/s-0");
  await same("GET", "/v1/sessions/s-1");
  await same("GET", "/v1/memory/get/own-1");
  await same("GET", "/v1/agents");
  await same("GET", "/v1/feedback/health");
  await same("POST", "/v1/memories/recall/batch", { limit: 1000, filter: { tags: ["t1"] } });
  for (const name of ["memory_policy", "config"]) {
    const [here, copy] = [
      await ada.call("GET", `/v1/namespaces/tenant-acme-old/${name}`),
      await ada.call("GET", `/v1/namespaces/tenant-acme-new/${name}`),
    ];
    expect(copy.text.replaceAll("tenant-acme-new", "tenant-acme-old")).toBe(here.text);
  }
  for (const query of ["order 77 in Oslo", "what did Søren write", "team7@example.com", "own-1"]) {
    const found = await recalled(there, query);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(await recalled(ada.call, query));
  }
  // What the namespace itself has said follows its name, so its agent goes on under the new one.
  const again = { id: "own-1", content: "Ann said something else", agent_id: "tenant-acme-new" };
  expect((await caller(ada.key)("POST", "/v1/memory/store", again)).body).toMatchObject({ created: false });
  expect((await ada.call("GET", `/v1/memory/get/${gone.memory_id}`)).status).toBe(404);
  clock.now += 11 * day * 1000;
  const [left, leftThere] = [await exported(ada.call, "tenant-acme-old"), await exported(ada.call, "tenant-acme-new")];
  expect(linesOf(left, "memory").length).toBeLessThan(2002 - 150);
  expect(linesOf(leftThere, "memory")).toHaveLength(linesOf(left, "memory").length);
  clock.now = before;
}, 120_000);

test("importing twice is importing once, also after what was cut off; settings made before stay", async () => {
  const ada = await remembering("source", 60);
  const text = await exported(ada.call, "source");
  await ada.call("POST", "/v1/namespaces", { namespace_name: "target" });
  const take = (body: string) => ada.call("POST", "/v1/namespaces/target/import", body);
  const lines = text.trimEnd().split("\n");
  for (const cut of [20, lines.length - 30, lines.length - 1])
    expect(await take(lines.slice(0, cut).join("\n"))).toMatchObject({ status: 422 });
  for (let time = 0; time < 2; time++) expect(await take(text)).toMatchObject({ status: 200 });
  expect(rest(await exported(ada.call, "target"))).toBe(rest(text));
  await ada.call("PUT", "/v1/namespaces/target/memory_policy", { half_life_hours: 3 });
  await ada.call("PUT", "/v1/memory/update/m.1?namespace=target", { content: "Zoe moved to Lima" });
  await take(text);
  const after = await exported(ada.call, "target");
  expect(linesOf(after, "memory_policy")).toEqual(['{"type":"memory_policy","policy":{"half_life_hours":3}}']);
  const lasting = (of: string) => rest(of).replace(/.*"memory_policy".*\n/, "");
  expect(lasting(after)).toBe(lasting(text));
});

test("a line about memory that is not right is told by its number, and nothing of its batch is stored", async () => {
  const ada = await remembering("source", 20);
  const lines = (await exported(ada.call, "source")).trimEnd().split("\n");
  const at = (type: string) => lines.findIndex((line) => line.includes(`"type":"${type}"`));
  const attempt = async (index: number, line: string, prepare?: (call: Call) => Promise<unknown>) => {
    const name = `x-${crypto.randomUUID()}`;
    await ada.call("POST", "/v1/namespaces", { namespace_name: name });
    const call = caller(ada.key, name);
    await prepare?.(call);
    const held = await exported(call, name);
    const { status, body } = await call("POST", `/v1/namespaces/${name}/import`, lines.with(index, line).join("\n"));
    expect(rest(await exported(call, name))).toBe(rest(held));
    return { status, detail: `${body.detail}` };
  };
  const bad: [type: string, from: string | RegExp, to: string][] = [
    ["memory", /"importance":[^,]*/, '"importance":1.5'],
    ["memory", /"memory_id":"[^"]*"/, '"memory_id":"no such id"'],
    ["memory", /"created_at":"[^"]*"/, '"created_at":"yesterday"'],
    ["memory", /"metadata":\w+/, '"metadata":{"__proto__":1}'],
    ["memory", '"type":"memory"', '"type":"dream"'],
    ["memory", '"type":"memory"', '"type":"memory","type":"memory"'],
    ["session", /"last_activity_at":"[^"]*"/, '"last_activity_at":0'],
    ["entity", /"memory_id":"[^"]*"/, '"memory_id":"never"'],
    ["edge", /"target":"[^"]*"/, '"target":"never"'],
    ["edge", /"edge_type":"[^"]*"/, '"edge_type":"eats"'],
    ["feedback", '"number":1', '"number":0'],
    ["memory_policy", '"half_life_hours":900', '"half_life_hours":-1'],
    ["memory_policy", '"half_life_hours":900', '"color":"red"'],
  ];
  for (const [type, from, to] of bad) {
    const index = at(type);
    const line = lines[index]?.replace(from, to) ?? "";
    expect(line).not.toBe(lines[index]);
    const { status, detail } = await attempt(index, line);
    expect([400, 422], line).toContain(status);
    expect(detail, line).toMatch(new RegExp(`^Line ${index + 1}: `));
  }
  const twice = at("memory") + 1;
  expect(await attempt(twice, lines[at("memory")] ?? "")).toMatchObject({ status: 422 });
  const mine = lines.findIndex((line) => line.includes('"memory_id":"m.7"'));
  const theirs = (call: Call) => made(call, "POST", "/v1/memory/store", { id: "m.7", agent_id: "else", content: "x" });
  const taken = await attempt(mine, lines[mine] ?? "", theirs);
  expect(taken).toMatchObject({ status: 409, detail: expect.stringMatching(new RegExp(`^Line ${mine + 1}: `)) });
}, 60_000);
