import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { clock, tenant } from "./tenant";

interface Edge {
  source_id: string;
  target_id: string;
  edge_type: string;
  weight: number;
}

const told = [
  "Ann works at Acme Inc. in Berlin.",
  "Ann moved to Berlin in May.",
  "Ben sails on Sundays.",
  "Ben sails on Sundays now.",
];

async function talk(prefix = "m") {
  const ada = await tenant();
  const memories = told.map((content, n) => ({ id: `${prefix}${n}`, content, session_id: "chat" }));
  await ada.call("POST", "/v1/memories/store/batch", { agent_id: "a", memories });
  return ada;
}

const brief = (edges: Edge[]) => edges.map((edge) => `${edge.edge_type} ${edge.source_id} ${edge.target_id}`).sort();

test("what memories share, what they repeat and what came before draws edges; links are drawn by hand", async () => {
  const { call } = await talk();
  expect((await call("POST", "/v1/memories/m0/links", { target_id: "m2" })).body.edge).toMatchObject({
    source_id: "m0",
    target_id: "m2",
    edge_type: "linked_by",
  });
  const around = (await call("GET", "/v1/memories/m0/graph?depth=3")).body;
  const edges = brief(around.edges);
  expect(edges).toEqual(
    expect.arrayContaining(["linked_by m0 m2", "precedes m0 m1", "precedes m1 m2", "shares_entity m1 m0"]),
  );
  expect(edges.some((edge) => /^related_to m3 m2$/.test(edge))).toBe(true);
  expect(around.nodes).toHaveLength(4);
  const only = await call("GET", "/v1/memories/m0/graph?depth=3&types=linked_by");
  expect(brief(only.body.edges)).toEqual(["linked_by m0 m2"]);
  expect((await call("GET", "/v1/memories/m0/path?target=m3")).body).toMatchObject({
    hops: 2,
    path: ["m0", "m2", "m3"],
  });
  expect((await call("GET", "/v1/memory/entities/m0")).body).toMatchObject({
    relations: [{ subject: "Ann", relation: "works_at" }],
  });
  const recalled = await call("POST", "/v1/memory/recall", {
    query: "Acme",
    top_k: 1,
    include_associated: true,
    associated_memories_depth: 2,
  });
  expect(recalled.body.memories).toHaveLength(1);
  expect(recalled.body.associated_memories.length).toBeGreaterThan(1);
  const exported = (await call("GET", "/v1/knowledge/export?format=graphml")).body;
  expect(exported.data).toMatch(/<graphml/);
  expect((await call("GET", "/v1/knowledge/query?edge_type=linked_by")).body).toMatchObject({
    edge_count: 1,
    node_count: 2,
  });
});

test("the same text in two namespaces is never connected, and an edge to elsewhere is a memory that is not there", async () => {
  const [ada, bob] = [await talk("a"), await talk("b")];
  const whole = async (call: typeof ada.call) =>
    JSON.stringify((await call("POST", "/v1/knowledge/graph/full", {})).body);
  const [hers, his] = [await whole(ada.call), await whole(bob.call)];
  expect(hers).toMatch(/"a0"/);
  expect(hers).not.toMatch(/"b\d"/);
  expect(his).not.toMatch(/"a\d"/);
  const across = await ada.call("POST", "/v1/memories/a0/links", { target_id: "b0" });
  const never = await ada.call("POST", "/v1/memories/a0/links", { target_id: "never-was" });
  expect([across.status, across.body.error]).toEqual([404, never.body.error]);
});

test("a memory that goes takes its edges along: none is left that leads nowhere", async () => {
  const { call, namespaceId } = await talk();
  await call("GET", "/v1/memories/m0/graph");
  const dangling = () =>
    runInDurableObject(env.CELL.getByName(namespaceId), (_, { storage }) => {
      const count = (sql: string) => Number(storage.sql.exec<{ n: number }>(sql).one().n);
      const lost = "NOT IN (SELECT seq FROM memories)";
      return {
        edges: count("SELECT count(*) AS n FROM memory_edges"),
        lost:
          count(`SELECT count(*) AS n FROM memory_edges WHERE source ${lost} OR target ${lost}`) +
          count(`SELECT count(*) AS n FROM memory_entities WHERE seq ${lost}`) +
          count(`SELECT count(*) AS n FROM memory_entries WHERE seq ${lost}`),
      };
    });
  const before = await dangling();
  await call("POST", "/v1/memory/forget", { memory_ids: ["m1", "m2"] });
  const after = await dangling();
  expect(before.lost + after.lost).toBe(0);
  expect(after.edges).toBeLessThan(before.edges);
  expect((await call("GET", "/v1/memories/m0/path?target=m3")).body).toMatchObject({ hops: -1, path: [] });
});

test("in a graph of 10,000 memories a walk and a path keep to their limits", async () => {
  const { call, namespaceId } = await tenant();
  const count = 10_000;
  await runInDurableObject(env.CELL.getByName(namespaceId), (_, { storage }) =>
    storage.transactionSync(() => {
      for (let n = 1; n <= count; n++)
        storage.sql.exec(
          `INSERT INTO memories (id, agent_id, memory_type, content, importance, tags, created_at, updated_at, drawn)
           VALUES (?, 'a', 'semantic', 'x', 0.5, '[]', ?, ?, 1)`,
          `m${n}`,
          clock.now,
          clock.now,
        );
      const edge = (source: number, target: number, weight: number) =>
        storage.sql.exec(
          "INSERT OR IGNORE INTO memory_edges VALUES (?, ?, 'linked_by', ?, 0, 0)",
          source,
          target,
          weight,
        );
      // A ring with chords, and a hub that everybody knows.
      for (let n = 1; n <= count; n++) {
        edge(n, (n % count) + 1, 1);
        edge(n, ((n * 7919) % count) + 1, 0.9);
        if (n % 4 === 0) edge(n, 1, 0.1);
      }
    }),
  );
  const read = async (path: string) => (await call("GET", path)).body;
  const near = await read("/v1/memories/m5000/graph?depth=3");
  expect(near.nodes.length).toBeLessThanOrEqual(1000);
  expect(near.nodes.length).toBeGreaterThan(10);
  const hub = await read("/v1/memories/m1/graph?depth=5");
  expect(hub.nodes).toHaveLength(1000);
  const far = await read("/v1/memories/m17/path?target=m8123");
  expect(far.hops).toBe(far.path.length - 1);
  expect(far.hops).toBeGreaterThan(1);
});
