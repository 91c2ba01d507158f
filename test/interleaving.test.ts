import { expect, test } from "vitest";
import { caller, type Reply, searcher } from "./tenant";
import { type World, world } from "./worlds";

/** Mulberry32: the same walk on every run. */
function random(seed: number) {
  let a = seed;
  return (below: number) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** What a tenant may do at any moment, on ids and names that the other one uses as well. */
const deeds: ((w: World, n: number) => Promise<Reply>)[] = [
  (w, n) => w.call("POST", "/v1/collections/pages/documents", { document_id: `n-${n}`, text: `${w.canary} and ${n}` }),
  (w, n) => w.call("GET", `/v1/documents/n-${n}`),
  (w, n) => w.call("PATCH", `/v1/documents/n-${n}`, { note: `${w.canary} again` }),
  (w, n) => w.call("DELETE", `/v1/documents/n-${n}`),
  (w) => w.call("POST", "/v1/collections/pages/documents/list?limit=100", {}),
  (w) => w.call("POST", "/v1/retrievers/search/execute", { inputs: { query: "canary of again" } }),
  (w) => caller(w.pageKey)("POST", "/v1/public/retrievers/execute", { inputs: { query: "secret canary" } }),
  (w, n) => w.call("POST", "/v1/collections", { collection_name: `c-${n}`, description: w.canary }),
  (w, n) => w.call("DELETE", `/v1/collections/c-${n}`),
  (w) => w.call("GET", "/v1/collections?limit=100"),
  (w, n) => w.call("POST", "/v1/retrievers", { ...searcher(`r-${n}`), description: w.canary }),
  (w, n) => w.call("DELETE", `/v1/retrievers/r-${n}`),
  (w) => w.call("GET", "/v1/retrievers?limit=100"),
  (w) => w.call("GET", "/v1/namespaces"),
  (w) => w.call("GET", "/v1/organizations/api-keys"),
  (w) => w.call("GET", "/v1/auth/whoami"),
  (w) => w.call("GET", "/v1/organizations"),
];

for (const seed of [7, 2026])
  test(`two tenants' operations in random order, several at a time, never show the other's canary (seed ${seed})`, async () => {
    const worlds = [await world("ada-only"), await world("bob-only")] as const;
    const pick = random(seed);
    const seen = new Map<string, number>();
    for (let step = 0; step < 80; step++) {
      const together = Array.from({ length: 1 + pick(5) }, () => ({
        who: pick(2),
        deed: deeds[pick(deeds.length)]!,
        n: pick(6),
      }));
      const replies = await Promise.all(together.map(({ who, deed, n }) => deed(worlds[who === 0 ? 0 : 1], n)));
      for (const [i, { who }] of together.entries()) {
        const { status, text, headers } = replies[i]!;
        const shown = `${text} ${JSON.stringify([...headers])}`;
        const other = worlds[who === 0 ? 1 : 0];
        expect(status, text).toBeLessThan(500);
        for (const secret of [other.canary, other.id, other.namespaceId, other.sideId])
          expect(shown).not.toContain(secret);
        const own = worlds[who === 0 ? 0 : 1];
        if (shown.includes(own.canary)) seen.set(own.only, (seen.get(own.only) ?? 0) + 1);
      }
    }
    // Both had much to show, and it was shown to themselves.
    for (const { only } of worlds) expect(seen.get(only)).toBeGreaterThan(20);
  }, 60_000);
