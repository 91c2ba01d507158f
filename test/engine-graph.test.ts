import { describe, expect, test } from "vitest";
import { toCsv, toGraphml, toJson } from "../src/engine/graph/export";
import { precedesEdge, relatedEdges, sharedEntityEdges } from "../src/engine/graph/links";
import { type Edge, shortestPath, walk } from "../src/engine/graph/walk";
import { adjacencyOf } from "./adjacency";

const edge = (source: string, target: string, weight = 1, edge_type = "related_to"): Edge => ({
  source,
  target,
  edge_type,
  weight,
});
const line = (count: number) => Array.from({ length: count }, (_, i) => edge(`n${i}`, `n${i + 1}`));

describe("a walk", () => {
  test("reaches what lies within its depth, either way along an edge, each node once at its distance", () => {
    const edges = [...line(5), edge("n3", "n1"), edge("n9", "n9"), edge("far", "away")];
    const { nodes, edges: met } = walk("n2", adjacencyOf(edges), { depth: 2 });
    expect(Object.fromEntries(nodes)).toEqual({ n2: 0, n1: 1, n3: 1, n0: 2, n4: 2 });
    expect(met).toHaveLength(5);
    expect(walk("n9", adjacencyOf(edges), { depth: 3 }).nodes.size).toBe(1);
    expect(walk("n2", adjacencyOf(edges), { depth: 0 }).edges).toEqual([]);
  });

  test("takes the heaviest edges of a hub, only those asked for, and stops at its limit", () => {
    const hub = Array.from({ length: 500 }, (_, i) => edge("hub", `n${i}`, i / 500));
    const { nodes } = walk("hub", adjacencyOf(hub), { depth: 3, fan: 3 });
    expect([...nodes.keys()]).toEqual(["hub", "n499", "n498", "n497"]);
    expect(walk("hub", adjacencyOf(hub), { depth: 1, limit: 10 }).nodes.size).toBe(10);
    const mixed = [edge("a", "b", 0.9), edge("a", "c", 0.9, "linked_by"), edge("a", "d", 0.1, "linked_by")];
    const follows = ({ edge_type, weight }: Edge) => edge_type === "linked_by" && weight >= 0.5;
    expect([...walk("a", adjacencyOf(mixed), { depth: 2, follows }).nodes.keys()]).toEqual(["a", "c"]);
  });
});

describe("a path", () => {
  test("is a shortest one, in order from the one end, or none within the hops", () => {
    const edges = [...line(6), edge("n5", "n1"), edge("n0", "n5")];
    const path = shortestPath("n1", "n6", adjacencyOf(edges), { hops: 5 });
    expect(path?.nodes).toEqual(["n1", "n5", "n6"]);
    expect(path?.edges.map(({ source }) => source)).toEqual(["n5", "n5"]);
    expect(shortestPath("n0", "n6", adjacencyOf(line(6)), { hops: 5 })).toBeUndefined();
    expect(shortestPath("n0", "n6", adjacencyOf(line(6)), { hops: 6 })?.nodes).toHaveLength(7);
    expect(shortestPath("n0", "gone", adjacencyOf(edges), { hops: 9 })).toBeUndefined();
    expect(shortestPath("n0", "n0", adjacencyOf(edges), { hops: 0 })).toEqual({ nodes: ["n0"], edges: [] });
  });

  test("is as long as a plain search says, on graphs drawn at random", () => {
    const at = dice(3);
    for (let round = 0; round < 40; round++) {
      const edges = Array.from({ length: 60 }, () =>
        edge(`n${Math.floor(at() * 40)}`, `n${Math.floor(at() * 40)}`, at()),
      );
      const { nodes } = walk("n0", adjacencyOf(edges), { depth: 40, fan: 99 });
      for (let n = 1; n < 40; n++) {
        const path = shortestPath("n0", `n${n}`, adjacencyOf(edges), { hops: 40, fan: 99 });
        expect(path?.edges.length).toBe(nodes.get(`n${n}`));
        path?.edges.forEach(({ source, target }, i) => {
          expect([source, target].sort()).toEqual([path.nodes[i]!, path.nodes[i + 1]!].sort());
        });
      }
    }
  });
});

test("walks and paths over 10,000 nodes with hubs keep within 50 ms", () => {
  const at = dice(8);
  const node = () => `n${Math.floor(at() ** 3 * 10_000)}`;
  const adjacency = adjacencyOf(Array.from({ length: 60_000 }, () => edge(node(), node(), at())));
  walk("n1", adjacency, { depth: 1 });
  const started = Date.now();
  let most = 0;
  for (let n = 0; n < 10; n++) {
    most = Math.max(most, walk(node(), adjacency, { depth: 5, limit: 1_000 }).nodes.size);
    shortestPath(node(), `n${9_000 + n}`, adjacency, { hops: 5 });
  }
  expect(most).toBe(1_000);
  expect((Date.now() - started) / 20).toBeLessThan(50);
});

test("edges that draw themselves weigh by likeness and by how rare what is shared is", () => {
  const near = [
    { id: "b", cosine: 0.84 },
    { id: "c", cosine: 0.9 },
    { id: "a", cosine: 1 },
    { id: "d", cosine: 0.95 },
  ];
  expect(relatedEdges("a", near).map(({ target }) => target)).toEqual(["d", "c"]);
  const shared = [
    { id: "Oslo", score: 0.9, holders: ["b", "a"], count: 2 },
    { id: "Ann", score: 0.9, holders: Array.from({ length: 90 }, (_, i) => `m${i}`), count: 90 },
  ];
  const edges = sharedEntityEdges("a", shared);
  expect(edges).toHaveLength(10);
  expect(edges[0]).toMatchObject({ target: "b", edge_type: "shares_entity" });
  expect(edges[0]!.weight).toBeGreaterThan(edges[1]!.weight);
  expect(precedesEdge("a", "b")).toEqual({ source: "a", target: "b", edge_type: "precedes", weight: 1 });
});

test("exports hold any text", () => {
  const nodes = [
    { id: 'a"<&>', label: "x\u0000\u001b\ud800 ]]> 🐙\r\n\ufffe", importance: 0.5 },
    { id: "b", label: "", importance: null },
  ];
  const edges = [edge('a"<&>', "b", 0.25, "a,\nb")];
  const xml = toGraphml(nodes, edges);
  expect(xml).toContain(
    '<node id="a&quot;&lt;&amp;&gt;"><data key="n0">x\ufffd\ufffd\ufffd ]]&gt; 🐙&#13;\n\ufffd</data>',
  );
  expect(xml).toContain('attr.name="importance" attr.type="double"');
  expect(xml).toContain(
    '<edge source="a&quot;&lt;&amp;&gt;" target="b"><data key="type">a,\nb</data><data key="weight">0.25</data>',
  );
  expect(JSON.parse(toJson(nodes, edges))).toEqual({ nodes, edges });
  expect(toCsv(edges)).toBe('source,target,edge_type,weight\r\n"a""<&>",b,"a,\nb",0.25\r\n');
});

/** Numbers in [0, 1), the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
