import { expect, test } from "vitest";
import { newId } from "../../src/kit/id";
import { Silent } from "../../src/outside/breaker";
import { connectIndex } from "../../src/outside/vectors";
import { pathsOf } from "../../src/outside/vectors/paths";
import { transport, VectorsRefused } from "../../src/outside/vectors/transport";
import { upstashSpace } from "../../src/outside/vectors/upstash-space";
import { index, token } from "./vectors-world";

const collection = newId("collection");
const entry = (id: string, ...vector: number[]) => ({
  id,
  vector: Float32Array.from(vector),
  collection,
  fields: {},
});
const question = { vector: Float32Array.of(1, 0, 0, 0), topK: 5, collections: null };

// biome-ignore format: a table reads as a table
const hostile = [
  "", ".", "..", "a/b", "x/../y", "?all", "#", "%2e%2e", "../reset?all=", "../reset?all", "a?all", "a#", "a b", " a", "a\n", "a\r\n", "\na",
  "a\0", "a\\b", "..\\reset", "%2F", "a%2fb", "ä", "а", "_a", "-a", ".a", "a.", "a.b", "a:b", "a@b", "a&b", "a=b", "x".repeat(64), "\u202ea",
  "a\u2028", "ａ", "../../info", "//", "/", "a/", "/a", "reset/../a", "a;b", "*", "a'b", 'a"b', "𝒂",
];

test("a name that we would not have made is refused before any fetch, in every call", async () => {
  const { at, log } = index();
  for (const name of hostile) {
    expect(() => pathsOf(name), name).toThrow(RangeError);
    expect(() => at().space(name, 4), name).toThrow(RangeError);
    // What has got past the front has not got to a call.
    const facts = () => Promise.reject(new Error("asked"));
    const client = new Proxy({} as never, {
      get: () => () => {
        throw new Error("asked");
      },
    });
    const space = upstashSpace({ client, name, dimensions: 4, nature: facts, facts });
    const calls = [
      () => space.upsert([entry("1.1", 1, 0, 0, 0)]),
      () => space.remove(["1.1"]),
      () => space.query(question),
      () => space.settled(),
      () => space.list(null),
      () => space.count(),
      () => space.drop(),
    ];
    for (const call of calls) await expect(call(), `${name} ${call}`).rejects.toThrow(RangeError);
  }
  expect(log).toEqual([]);
});

test("the requester fetches the paths it was given and no other, whatever the client makes of a name", async () => {
  const { log, fetch } = index();
  const platform = { fetch, timeout: () => new AbortController().signal, wait: async () => {}, random: () => 0 };
  const open = transport({ name: "main", url: "https://vectors.example.com", token }, platform);
  const { request } = open(0, pathsOf("mine"));
  const paths = [
    ...hostile.flatMap((name) => [`query/${name}`, `range/${name}`, `reset/${name}`, `delete-namespace/${name}`]),
    ...["query", "query/", "upsert", "range", "delete", "delete-namespace", "reset", "reset?all", "reset/mine", "list-namespaces"],
    ...["query/yours", "range/yours", "fetch/mine", "resumable-query-next", "rename-namespace", "query/mine/", "query/mine?x", "QUERY/mine"],
  ]; // biome-ignore format: a table reads as a table
  for (const path of paths)
    await expect(request({ path: [path as never], body: [] }), path).rejects.toThrow(RangeError);
  for (const path of [[], ["query", "mine"], ["query/mine", "x"], undefined])
    await expect(request({ path: path as never, body: [] })).rejects.toThrow(RangeError);
  expect(log).toEqual([]);
  await request({ path: ["range/mine"], body: { cursor: "0", limit: 1 } });
  expect(log.map(({ path }) => path)).toEqual(["/range/mine"]);
});

test("a search is tried twice at most and within its second, a write three times", async () => {
  for (const [verb, attempts, ms, steps] of [
    ["query", 2, 1_000, [100]],
    ["delete", 3, 15_000, [100, 200]],
  ] as const) {
    const { at, control, log, pauses, waits } = index();
    await at().info();
    const call = () =>
      verb === "query" ? at().space("tried", 4).query(question) : at().space("tried", 4).remove(["1.1"]);
    const tried = async () => {
      const before = log.length;
      const failed = await call().then(
        () => "",
        (error) => error.message,
      );
      return [log.length - before, failed];
    };
    for (const kind of [500, 503, 429, "down"] as const) {
      control.trouble = [{ kind, times: attempts - 1 }];
      expect(await tried(), `${verb} ${kind}`).toEqual([attempts, ""]);
    }
    expect(pauses).toEqual([steps, steps, steps, steps].flat());
    expect(waits.at(-1)).toBe(ms);
    control.trouble = [{ kind: 500 }];
    expect(await tried()).toEqual([attempts, `Upstash Vector: ${verb}: 500.`]);
  }
});

test("what is refused is not asked again, and says nothing of what it was sent", async () => {
  const { at, control, log } = index();
  await at().info();
  for (const kind of [400, 401, 404, 422]) {
    control.trouble = [{ kind }];
    const before = log.length;
    const said = await at()
      .space("secret-name", 4)
      .remove(["secret-id"])
      .catch((error) => error);
    expect(said).toBeInstanceOf(VectorsRefused);
    expect(said.message).toBe(`Upstash Vector: delete was refused with ${kind}.`);
    expect(log.length - before).toBe(1);
  }
  // A refusal is an answer: nobody is left alone for it.
  control.trouble = [];
  expect(await at().space("secret-name", 4).remove(["1.1"])).toBe(0);
});

test("retries of many calls run out, so that a service in trouble is not asked twice as much", async () => {
  const { clock, at, control, log } = index();
  await at().info();
  control.trouble = [{ kind: 503 }];
  const before = log.length;
  for (let n = 0; n < 60; n++) {
    await at()
      .space("spent", 4)
      .query(question)
      .catch(() => {});
    clock.now += 10_000;
  }
  expect(log.length - before).toBeGreaterThan(70);
  expect(log.length - before).toBeLessThan(80);
});

test("one breaker serves all spaces of an index: after three failures none is asked for five seconds", async () => {
  const { clock, at, control, log } = index();
  await at().info();
  control.trouble = [{ kind: "down" }];
  for (const name of ["one", "two", "three"])
    await expect(at().space(name, 4).list(null)).rejects.toThrow("connection");
  control.trouble = [];
  const before = log.length;
  await expect(at().space("four", 4).list(null)).rejects.toThrow(Silent);
  await expect(at().info()).rejects.toThrow(Silent);
  expect(log.length).toBe(before);
  clock.now += 5_000;
  expect(await at().space("four", 4).list(null)).toEqual({ ids: [], next: null });
  expect(await at().space("one", 4).count()).toBe(0);
});

test("an answer that does not come in time is given up, and not asked for again", async () => {
  const { at, control, limit, log } = index();
  await at().info();
  const controller = new AbortController();
  limit.after = controller.signal;
  control.trouble = [{ kind: "hang" }];
  const before = log.length;
  const asked = at().space("late", 4).query(question);
  controller.abort();
  await expect(asked).rejects.toThrow("Upstash Vector: query: no answer in time.");
  expect(log.length - before).toBe(1);
});

test("a pause that is asked for is kept where there is time for it, and otherwise nothing is asked again", async () => {
  for (const [after, verb, attempts] of [
    ["2", "delete", 2],
    ["60", "delete", 1],
    ["1", "query", 1],
  ] as const) {
    let asked = 0;
    const pauses: number[] = [];
    const platform = {
      fetch: async () =>
        ++asked === 1
          ? new Response("{}", { status: 429, headers: { "retry-after": after } })
          : Response.json({ result: [] }),
      timeout: () => new AbortController().signal,
      wait: async (ms: number) => void pauses.push(ms),
      random: () => 0,
    };
    const { request } = transport({ name: "a", url: "https://a.example.com", token }, platform)(0, pathsOf("b"));
    await request({ path: [`${verb}/b`], body: {} }).catch(() => {});
    expect([asked, pauses], `${verb} ${after}`).toEqual([attempts, attempts === 2 ? [Number(after) * 1000] : []]);
  }
});

test("a token goes nowhere else: a redirect is a refusal", async () => {
  const asked: string[] = [];
  const platform = {
    fetch: async (request: Request) => {
      asked.push(`${request.redirect} ${request.method} ${request.url}`);
      return new Response(null, { status: 307, headers: { location: "https://elsewhere.example.com" } });
    },
    timeout: () => new AbortController().signal,
    wait: async () => {},
    random: () => 0,
  };
  const connection = connectIndex({ name: "a", url: "https://a.example.com/", token }, platform);
  await expect(connection.at(0).info()).rejects.toThrow("Upstash Vector: info was refused with 307.");
  expect(asked).toEqual(["manual POST https://a.example.com/info"]);
});
