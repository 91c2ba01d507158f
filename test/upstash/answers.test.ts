import { describe, expect, test } from "vitest";
import { newId } from "../../src/kit/id";
import { type AnswersPort, IsolateAnswers, sharedAnswers } from "../../src/outside/answers";
import { connect } from "../../src/outside/redis";
import { caller, clock, drain, searcher, tenant } from "../tenant";
import { command, on, redis, stalled, withRedis } from "./redis";

const ports: [string, () => AnswersPort, boolean][] = [
  ["embedded", () => new IsolateAnswers(), true],
  ["Redis", () => sharedAnswers(connect(redis?.url ?? "", redis?.token ?? "").at(clock.now)), redis !== null],
];

for (const [name, open, there] of ports)
  test.skipIf(!there)(`answers, ${name}, come back as they were kept, under their own key only`, async () => {
    const port = open();
    const key = () => `${newId("namespace")} answers 1.1 x`;
    const texts = ["{}", "[1,2]", "null", '"text"', "12", "", "OK", "two\nlines", "Ω \u{1f6a3} \u0000", '{"a":"\\n"}'];
    for (const text of texts) {
      const [mine, theirs] = [key(), key()];
      await port.set(mine, text, 60_000, clock.now);
      expect(await port.get(mine, clock.now), JSON.stringify(text)).toMatchObject({ text, at: clock.now });
      expect(await port.get(theirs, clock.now)).toBe(undefined);
      await port.set(mine, "newer", 60_000, clock.now + 5);
      expect(await port.get(mine, clock.now + 5)).toMatchObject({ text: "newer", at: clock.now + 5 });
    }
    const long = key();
    await port.set(long, "x".repeat(1_000_001), 60_000, clock.now);
    expect(await port.get(long, clock.now)).toBe(undefined);
  });

/** A tenant with a retriever that keeps its answers, and a way to search on bindings of one's own. */
async function boats() {
  const ada = await tenant();
  await ada.call("POST", "/v1/retrievers", { ...searcher("kept"), cache_config: { ttl_seconds: 600 } });
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "dinghy", text: "A small boat." });
  const searchOn = async (to: { url: string; token: string }) => {
    const asked = { inputs: { query: "boats" } };
    const { status, headers, body } = await on(withRedis(to), ada.key)("POST", "/v1/retrievers/kept/execute", asked);
    return { status, told: headers.get("x-cache"), found: body.results?.length };
  };
  return { ...ada, searchOn };
}

describe.skipIf(redis === null)("answers kept in Redis", () => {
  const to = redis ?? stalled;

  test("are found again until something is written, under a key that starts with the namespace's id, for their time", async () => {
    const { searchOn, call, namespaceId } = await boats();
    expect([await searchOn(to), await searchOn(to)]).toEqual([
      { status: 200, told: "MISS", found: 1 },
      { status: 200, told: "HIT", found: 1 },
    ]);
    const [key, ...more] = (await command("KEYS", `${namespaceId}*`)) as string[];
    expect([key, more]).toEqual([expect.stringMatching(/^ns_\w+ answers \d+\.\d+ [0-9a-f]{64}$/), []]);
    expect(await command("PTTL", key ?? "")).toBeGreaterThan(590_000);
    await call("POST", "/v1/collections/pages/documents", { document_id: "yacht", text: "A large boat." });
    expect(await searchOn(to)).toEqual({ status: 200, told: "MISS", found: 2 });
  });

  test("go with their namespace, are counted in its receipt, and nobody else's go", async () => {
    const [ada, bob] = [await boats(), await boats()];
    for (const { searchOn } of [ada, bob]) await searchOn(to);
    const keys = async (of: { namespaceId: string }) => (await command("KEYS", `${of.namespaceId}*`)) as string[];
    expect([await keys(ada), await keys(bob)].map(({ length }) => length)).toEqual([1, 1]);
    const home = on(withRedis(to), ada.key);
    const gone = await home("DELETE", "/v1/namespaces/main");
    expect(await ada.searchOn(to)).toMatchObject({ status: 404 });
    await drain(withRedis(to));
    const { body } = await caller(ada.key)("GET", `/v1/tasks/${gone.body.task_id}`);
    expect(JSON.stringify(body)).toContain('{"store":"cache","what":"answers","count":1}');
    expect([await keys(ada), await keys(bob)].map(({ length }) => length)).toEqual([0, 1]);
  });
});

test("a Redis that stalls keeps no search from being answered", async () => {
  const { searchOn } = await boats();
  expect(await searchOn(stalled)).toEqual({ status: 200, told: "MISS", found: 1 });
});
