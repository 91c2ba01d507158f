import { Index } from "@upstash/vector";
import { expect, test } from "vitest";
import { vectorIndex } from "./vector/index.ts";

const token = "the token of the vectors";

/** The stand-in with a clock of its own, and the published client before it. */
function standIn(given: Partial<Parameters<typeof vectorIndex>[0]> = {}) {
  const clock = { now: 1_000 };
  const index = vectorIndex({ dimension: 2, token, now: () => clock.now, ...given });
  const request = async ({ path, body }: { path?: string[]; body?: unknown }) => {
    const url = `https://vectors.example.com/${(path ?? []).join("/")}`;
    const headers = { authorization: `Bearer ${token}` };
    const response = await index.fetch(new Request(url, { method: "POST", headers, body: JSON.stringify(body) }));
    const answer = await response.json<{ result: never; error?: string; status?: number }>();
    if (answer.error !== undefined) throw new Error(`${answer.status} ${answer.error}`);
    return { result: answer.result };
  };
  return { clock, client: new Index({ request }), ...index };
}

test("what is written is there for fetch and range at once, and for queries when its delay has passed", async () => {
  const { client, clock } = standIn({ delayMs: 500 });
  const here = client.namespace("here");
  expect(await here.upsert([{ id: "a", vector: [1, 0], metadata: { c: "x" } }])).toBe("Success");
  const ask = { vector: [1, 0], topK: 5 };
  expect(await here.query(ask)).toEqual([]);
  expect(await here.fetch(["a", "b"], { includeMetadata: true })).toEqual([{ id: "a", metadata: { c: "x" } }, null]);
  expect((await here.range({ cursor: 0, limit: 5 })).vectors).toEqual([{ id: "a" }]);
  expect((await client.info()).namespaces).toEqual({
    "": { vectorCount: 0, pendingVectorCount: 0 },
    here: { vectorCount: 0, pendingVectorCount: 1 },
  });
  clock.now += 500;
  expect(await here.query(ask)).toEqual([{ id: "a", score: 1 }]);
  expect(await client.info()).toMatchObject({ vectorCount: 1, pendingVectorCount: 0, dimension: 2 });
  expect(await here.delete(["a", "b"])).toEqual({ deleted: 1 });
  expect(await here.query(ask)).toHaveLength(1);
  clock.now += 500;
  expect(await here.query(ask)).toEqual([]);
});

test("trouble comes as often as it is told to", async () => {
  const { client, control } = standIn();
  control.trouble = [{ kind: 503, times: 2 }];
  for (let n = 0; n < 2; n++) await expect(client.info()).rejects.toThrow("503 Service unavailable");
  expect(await client.listNamespaces()).toEqual([""]);
  control.trouble = [{ kind: "down" }];
  await expect(client.info()).rejects.toThrow("fetch failed");
});
