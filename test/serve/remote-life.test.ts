import { expect, test } from "vitest";
import { prose } from "../../scripts/bench/prose.ts";
import { client } from "../../scripts/client.ts";
import { startLoad } from "./remote-load.ts";
import { foundProse, moved, remoteWorld, searches, settled, standing } from "./remote-world.ts";

const clip = "clip_vit_l_14@v1";
const bothExtractors = ["text_extractor", "clip_vit_l_14"].map((feature_extractor_name) => ({
  feature_extractor_name,
  version: "v1",
}));

test("vectors are moved from the cell to Upstash and back, and to an index of their own, under load: every search is answered, and finds the same before, during and after", async () => {
  const world = await remoteWorld();
  const server = await world.start();
  const admin = client(server.url, server.adminKey);
  const text = await prose();
  const { inside, ids } = await foundProse(server, "kept", [...text.documents(3_000)]);
  await world.learned();
  const asked = Array.from({ length: 8 }, (_, n) => text.query(n));
  const { told, stop } = await startLoad(inside, asked, ids);
  for (const [vectors, searched_in] of [
    ["upstash", "upstash"],
    ["cell", undefined],
    ["upstash", "upstash"],
    ["dedicated", "upstash"],
    ["cell", undefined],
  ] as const) {
    await moved(admin, "kept", vectors);
    expect((await standing(admin, "kept")).features[0]?.searched_in).toBe(searched_in);
    // Ids and versions are compared while writes go on.
    if (searched_in) {
      const verified = await admin.must("POST", "/v1/namespaces/kept/infrastructure/verify");
      expect(verified.compared).toMatchObject({ missing: 0, extra: 0 });
    }
  }
  await stop();
  expect([...told.statuses.keys()].sort()).toEqual(["search 200", "write 200"]);
  expect([told.warned, told.different]).toEqual([0, []]);
  expect(told.statuses.get("search 200")).toBeGreaterThan(100);
  expect(await world.places()).toEqual([]);
}, 150_000);

test("a namespace outside learns anew: the new model's vectors take the old ones' place, and all is found as in a cell", async () => {
  const world = await remoteWorld({ told: ["local-384"] });
  const server = await world.start();
  const admin = client(server.url, server.adminKey);
  const text = await prose();
  const documents = [...text.documents(900)].map((one) => ({ document_id: `d${one.n}`, ...one }));
  const asked = Array.from({ length: 6 }, (_, n) => text.query(n));
  const inside = (await foundProse(server, "inside", [])).inside;
  const outside = (await foundProse(server, "outside", [], { infrastructure: { vectors: "upstash" } })).inside;
  const places: string[] = [];
  for (const [from, to, times] of [
    [0, 200, 1],
    [200, 900, 2],
  ] as const) {
    // At once: what is learned depends on where a load pauses.
    for (const one of [inside, outside])
      await one.must("POST", "/v1/collections/documents/documents", { documents: documents.slice(from, to) });
    await world.learned(times);
    await settled(admin, "outside");
    const { features } = await standing(admin, "outside");
    expect(features).toEqual([{ feature: "text_extractor@v1", searched_in: "upstash", vectors: to, confirmed: to }]);
    expect(await searches(outside, asked)).toEqual(await searches(inside, asked));
    expect(await world.listing()).toHaveLength(to);
    places.push(...(await world.places()));
  }
  // Each model had one place, of its own.
  expect(places).toHaveLength(2);
  expect(new Set(places).size).toBe(2);
}, 120_000);

test("vectors that documents bring have a place of their own dimensions, or stay in the cell where no index has so many", async () => {
  const text = await prose();
  for (const told of [["local-384", "local-768"], ["local-384"]]) {
    const world = await remoteWorld({ told });
    const server = await world.start();
    const admin = client(server.url, server.adminKey);
    const { inside } = await foundProse(server, "pictures", [], { feature_extractors: bothExtractors });
    const vector = (n: number) => Array.from({ length: 768 }, (_, i) => Math.sin((n + 1) * (i + 1)));
    const documents = Array.from(text.documents(300), (one) => ({ ...one, _vectors: { [clip]: vector(one.n) } }));
    await inside.must("POST", "/v1/collections/documents/documents", { documents });
    const query = { input_mode: "vector", value: "{{INPUT.v}}" };
    await inside.must("POST", "/v1/retrievers", {
      retriever_name: "seen",
      input_schema: { v: { type: "array", required: true } },
      stages: [
        { stage_id: "feature_search", parameters: { searches: [{ feature_uri: `cordon://${clip}/vector`, query }] } },
      ],
    });
    const found = async () => {
      const all = [];
      for (let n = 0; n < 300; n += 60)
        all.push(
          (await inside.must("POST", "/v1/retrievers/seen/execute", { inputs: { v: vector(n + 0.3) } })).results,
        );
      return all.map((results) =>
        results.map(({ document_id, score }: Record<string, unknown>) => [document_id, score]),
      );
    };
    await world.learned();
    const before = await found();
    await moved(admin, "pictures", "upstash");
    await settled(admin, "pictures");
    const isPlaced = told.length === 2;
    const { features } = await standing(admin, "pictures");
    expect(features).toContainEqual(
      isPlaced
        ? { feature: clip, searched_in: "upstash", vectors: 300, confirmed: 300 }
        : { feature: clip, searched_in: "cell", vectors: null, confirmed: null },
    );
    expect(await found()).toEqual(before);
    expect(await world.listing()).toHaveLength(isPlaced ? 600 : 300);
    await server.end("SIGTERM");
  }
}, 120_000);
