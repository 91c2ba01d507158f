import { expect, test } from "vitest";
import { connectIndex } from "../../src/outside/vectors";
import { developer } from "../../src/outside/vectors/developer";
import { addressesOf, indexesFor } from "../../src/outside/vectors/indexes";
import { VectorsRefused, workers } from "../../src/outside/vectors/transport";
import { vectorIndex } from "./vector/index.ts";
import { token } from "./vectors-world";

const one = { name: "one", url: "https://one.example.com", token: "secret-1" };
const two = { name: "two", url: "http://127.0.0.1:8080", token: "secret-2" };

test("indexes are a list in JSON, the one of Upstash's own variables, both or none", () => {
  const pair = { UPSTASH_VECTOR_REST_URL: one.url, UPSTASH_VECTOR_REST_TOKEN: one.token };
  expect(addressesOf({})).toEqual([]);
  expect(addressesOf({ UPSTASH_VECTOR_INDEXES: "", UPSTASH_VECTOR_REST_URL: one.url })).toEqual([]);
  expect(addressesOf(pair)).toEqual([{ ...one, name: "default" }]);
  expect(addressesOf({ UPSTASH_VECTOR_INDEXES: JSON.stringify([one, two]), ...pair })).toEqual([
    one,
    two,
    { ...one, name: "default" },
  ]);
});

test("a configuration that cannot be meant is refused in words that hold nothing of it", () => {
  const wrong = [
    "secret-1", '{"name":"secret-1"}', "[1]", "[null]", JSON.stringify([one, one]), JSON.stringify([{ ...one, name: "Secret-1/" }]),
    JSON.stringify([{ ...one, url: "secret-1" }]), JSON.stringify([{ ...one, url: "file:///secret-1" }]), JSON.stringify([{ ...two, token: "" }]),
    JSON.stringify([{ ...one, token: 5 }]), JSON.stringify([{ ...one, name: "" }]),
  ]; // biome-ignore format: a table reads as a table
  for (const UPSTASH_VECTOR_INDEXES of wrong) {
    const read = () => addressesOf({ UPSTASH_VECTOR_INDEXES });
    expect(read, UPSTASH_VECTOR_INDEXES).toThrow("UPSTASH_VECTOR_INDEXES");
    expect(read, UPSTASH_VECTOR_INDEXES).not.toThrow(/secret-1/i);
  }
  const named = { UPSTASH_VECTOR_INDEXES: JSON.stringify([{ ...one, name: "default" }]) };
  expect(() =>
    addressesOf({ ...named, UPSTASH_VECTOR_REST_URL: one.url, UPSTASH_VECTOR_REST_TOKEN: one.token }),
  ).toThrow("two indexes of one name");
});

test("vectors go where they fit: into just as many dimensions, else into the fewest more, and where most room is", async () => {
  const made = (name: string, dimension: number, spaces: number, more: object = {}) => {
    const server = vectorIndex({ dimension, token, now: () => 0, ...more });
    const connection = connectIndex(
      { name, url: "https://a.example.com", token },
      { ...workers, fetch: (request) => server.fetch(request), wait: async () => {} },
    );
    return {
      connection,
      fill: async () => {
        for (let n = 0; n < spaces; n++)
          await connection
            .at(0)
            .space(`ns-${n}`, dimension)
            .upsert([{ id: "1.1", vector: new Float32Array(dimension).fill(1), collection: "", fields: {} }]);
      },
    };
  };
  const indexes = [
    made("wide", 768, 0),
    made("fuller", 384, 3),
    made("emptier", 384, 1),
    made("small", 128, 0),
    made("sparse", 0, 0, { indexType: "SPARSE" }),
    made("silent", 384, 0, { trouble: [{ kind: "down" }] }),
  ];
  for (const { fill } of indexes) await fill();
  const connections = indexes.map(({ connection }) => connection);
  const names = async (dimensions: number) => (await indexesFor(dimensions, connections, 0)).map(({ name }) => name);
  expect(await names(384)).toEqual(["emptier", "fuller", "wide"]);
  expect(await names(100)).toEqual(["small", "emptier", "fuller", "wide"]);
  expect(await names(385)).toEqual(["wide"]);
  // The one that is silent may be what is looked for.
  await expect(names(769)).rejects.toThrow();
  expect(await indexesFor(769, connections.slice(0, 4), 0)).toEqual([]);
  const narrow = connections[3]!.at(0).space("ns-1", 200);
  await expect(narrow.query({ vector: new Float32Array(200).fill(1), topK: 1, collections: null })).rejects.toThrow(
    "128 dimensions",
  );
});

/** An account with an index of somebody else's, as the Developer API tells of it. */
function account() {
  const indexes = new Map([
    ["other", { id: "other", name: "customers", endpoint: "x.upstash.io", token: "t", dimension_count: 3 }],
  ]);
  const log: string[] = [];
  const trouble: { status?: number } = {};
  const fetch = async (request: Request) => {
    const path = new URL(request.url).pathname.replace("/v2/vector/index", "");
    log.push(`${request.method} ${path}`);
    if (trouble.status) return Response.json({ error: await request.text() }, { status: trouble.status });
    if (request.headers.get("authorization") !== `Basic ${btoa("me@example.com:key")}`)
      return new Response("", { status: 401 });
    const id = path.slice(1);
    if (request.method === "POST") {
      const asked = await request.json<{ name: string; dimension_count: number }>();
      const made = { id: `id-${indexes.size}`, endpoint: asked.name, token: "made", ...asked };
      indexes.set(made.id, made);
      return Response.json(made);
    }
    if (id === "") return Response.json([...indexes.values()]);
    const found = indexes.get(id);
    if (!found) return Response.json("vector index not found", { status: 404 });
    if (request.method === "DELETE") indexes.delete(id);
    return Response.json(request.method === "DELETE" ? "OK" : found);
  };
  const of = (key: string) => developer({ email: "me@example.com", key }, { ...workers, fetch });
  return { indexes, log, trouble, of, api: of("key") };
}

test("an index of its own is made, listed and taken away, and nobody else's is touched", async () => {
  const { api, indexes, log } = account();
  const made = await api.create({ name: "cordon-ns_1", dimensions: 384, region: "eu-west-1" });
  expect(made).toEqual({
    id: "id-1",
    name: "cordon-ns_1",
    url: "https://cordon-ns_1-vector.upstash.io",
    token: "made",
    dimensions: 384,
  });
  expect(indexes.get("id-1")).toMatchObject({
    similarity_function: "COSINE",
    dimension_count: 384,
    index_type: "DENSE",
  });
  expect(await api.list()).toEqual([made]);
  await expect(api.remove("other")).rejects.toThrow(RangeError);
  for (const id of ["", "..", "a/b", "../redis/database/x", "a?b", "%2e%2e"])
    await expect(api.remove(id), id).rejects.toThrow(RangeError);
  for (const name of ["", "mine", "cordon-", "cordon-A/b", "cordon-x ", `cordon-${"x".repeat(51)}`])
    await expect(api.create({ name, dimensions: 3, region: "eu-west-1" }), name).rejects.toThrow(RangeError);
  expect(log.filter((line) => line.startsWith("DELETE"))).toEqual([]);
  await api.remove("id-1");
  await api.remove("id-1");
  expect([...indexes.keys()]).toEqual(["other"]);
  expect(log.filter((line) => line.startsWith("DELETE"))).toEqual(["DELETE /id-1"]);
});

test("what the account refuses is told without what it was sent", async () => {
  const { of, api, trouble } = account();
  await expect(of("wrong").list()).rejects.toThrow(VectorsRefused);
  trouble.status = 500;
  const said = await api.create({ name: "cordon-secret", dimensions: 3, region: "eu-west-1" }).catch((error) => error);
  expect(said.message).toBe("Upstash Vector: POST index was refused with 500.");
});
