import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/kit/id";
import { takeSlot } from "../../src/outside/leases";
import { type LimitsPort, whenSilent } from "../../src/outside/limits";
import { connect } from "../../src/outside/redis";
import { sharedLimits } from "../../src/outside/shared-limits";
import { routes } from "../../src/routes";
import { clock, organization, tenant } from "../tenant";
import { command, on, redis, stalled, withRedis } from "./redis";

/** What counts, by the same name twice: each suite runs against all of them. */
const ports: [string, () => LimitsPort, boolean][] = [
  ["embedded", () => env.LIMITER.getByName(newId("organization")), true],
  ["Redis", () => sharedLimits(connect(redis?.url ?? "", redis?.token ?? "").at(clock.now)), redis !== null],
];

const window = 29_000_000;

/** Mulberry32. */
function dice(seed: number) {
  return (sides: number) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

for (const [name, open, there] of ports)
  describe.skipIf(!there)(`limits, ${name}`, () => {
    const bucket = () => `${newId("organization")} ${newId("key")} ${newId("namespace")} data`;

    test("give the same answers to the same calls as a plain count does", async () => {
      const port = open();
      const roll = dice(17);
      for (let round = 0; round < 12; round++) {
        const [name, limit] = [bucket(), roll(4) === 0 ? roll(3) : 1 + roll(60)];
        let used = 0;
        for (let n = 0; n < 40; n++) {
          const extra = roll(3) * roll(limit + 1);
          const lent = Math.max(0, Math.min(extra, Math.floor(limit / 2) - used - 1));
          const granted = used < limit ? 1 + lent : 0;
          used += granted;
          const left = granted > 0 ? limit - used : 0;
          expect(await port.take(name, { window, limit, extra }), `${round} ${n}`).toEqual({ granted, left });
        }
      }
    });

    test("grant exactly the limit to many at once, and start anew with the next window", async () => {
      const [port, name] = [open(), bucket()];
      for (const at of [window, window + 1]) {
        const asked = Array.from({ length: 60 }, () => port.take(name, { window: at, limit: 25, extra: 0 }));
        const taken = await Promise.all(asked);
        expect(taken.filter(({ granted }) => granted === 1)).toHaveLength(25);
        expect(new Set(taken.map(({ left }) => left)).size).toBe(25);
      }
    });

    test("keep buckets apart, also where one is the beginning of another or looks like a pattern", async () => {
      const [port, name] = [open(), bucket()];
      const buckets = [name, `${name}b`, `${name}*`, name.replace("data", "metadata"), bucket()];
      for (const one of buckets)
        expect(await port.take(one, { window, limit: 2, extra: 0 }), one).toEqual({ granted: 1, left: 1 });
    });

    test("lend slots to a caller that never gets more than the limit, exact or not", async () => {
      for (const exact of [true, false]) {
        const [port, name] = [open(), bucket()];
        const take = () => takeSlot(port, { bucket: name, limit: 50, exact }, clock.now);
        const slots = [];
        for (let n = 0; n < 60; n++) slots.push(await take());
        expect(slots.map(({ admitted }) => admitted)).toEqual(slots.map((_, n) => n < 50));
        expect(slots.map(({ remaining }) => remaining)).toEqual(slots.map((_, n) => Math.max(0, 49 - n)));
      }
    });
  });

describe.skipIf(redis === null)("an installation with Redis", () => {
  test("counts there by ids that we minted, for a while, and leaves the embedded limiter alone", async () => {
    const [ada, bob] = [await tenant(), await tenant()];
    const home = withRedis(redis ?? stalled);
    const silent = { ...home, LIMITER: undefined as never };
    for (const { call } of [ada, bob]) {
      const made = await call("POST", "/v1/organizations/api-keys", { name: "two", rate_limit_override: 2 });
      const read = () => on(silent, made.body.key)("GET", "/v1/documents/none");
      expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([404, 404, 429]);
    }
    const keys = (await command("KEYS", `${ada.id} *`)) as string[];
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^org_\w+ key_\w+ ns_\w+ data \d+$/);
    expect(await command("PTTL", keys[0] ?? "")).toBeGreaterThan(60_000);
    expect(await command("PTTL", keys[0] ?? "")).toBeLessThanOrEqual(120_000);
  });

  test("is well, and says so of its cache; where there is none, nothing is said of it", async () => {
    const { key, call } = await organization();
    const health = await on(withRedis(redis ?? stalled), key)("GET", "/v1/health?deep=true");
    expect(health.body).toMatchObject({ status: "OK", data: { cache: true } });
    expect((await call("GET", "/v1/health?deep=true")).body.data).not.toHaveProperty("cache");
  });
});

test("whatever makes, changes or ends a key or a namespace waits for whoever counts", () => {
  const grave = routes.filter(
    ({ method, on, path }) => on !== "public" && method !== "GET" && /keys\b|users|namespaces(\/\{\w+\})?$/.test(path),
  );
  expect(grave.length).toBeGreaterThan(20);
  const letIn = grave.filter(({ category }) => whenSilent[category] === "let in");
  expect(letIn.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test("with a Redis that stalls keys are not made, within a second, and searches and writes go on with a warning", async () => {
  const ada = await tenant();
  // An exact limit: nothing was lent ahead that could be used up meanwhile.
  const draft = { name: "exact", permissions: ["admin"], rate_limit_override: 100 };
  const home = on(withRedis(stalled), (await ada.call("POST", "/v1/organizations/api-keys", draft)).body.key);
  const took: number[] = [];
  for (const _ of ["once", "and again, should this machine have been busy"]) {
    const start = Date.now();
    const refused = await home("POST", "/v1/organizations/api-keys", { name: "made-meanwhile" });
    took.push(Date.now() - start);
    expect(refused).toMatchObject({ status: 503, body: { code: "unavailable" } });
  }
  expect(Math.min(...took)).toBeLessThan(1_000);
  const written = await home("POST", "/v1/collections/pages/documents", {
    document_id: "dinghy",
    text: "A small boat.",
  });
  const search = await home("POST", "/v1/retrievers/search/execute", { inputs: { query: "boats" } });
  for (const reply of [written, search]) {
    expect(reply.headers.get("x-ratelimit-warning")).toBe("not counted: the limiter does not answer");
    expect(reply.headers.get("x-ratelimit-limit")).toBe(null);
  }
  expect(written.status).toBe(200);
  expect(search.body.results.map((one: { document_id: string }) => one.document_id)).toEqual(["dinghy"]);
  expect((await ada.call("GET", "/v1/organizations/api-keys")).text).not.toContain("made-meanwhile");
  // After three failures it is left alone for a while: nobody waits, and what was refused still is.
  const again = Date.now();
  expect((await home("POST", "/v1/organizations/api-keys", { name: "made-meanwhile" })).status).toBe(503);
  expect((await home("GET", "/v1/health?deep=true")).body).toMatchObject({ status: "DEGRADED" });
  expect((await home("GET", "/health/ready")).body.ready).toBe(true);
  expect(Date.now() - again).toBeLessThan(2_000);
});
