import type { Result } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";
import { expect, test } from "vitest";
import { honoPath } from "../src/edge/mount";
import { Routers } from "../src/edge/router";
import { routes } from "../src/routes";

/** What a router found first, and how it read the path. */
function first([handlers, texts]: Result<string>) {
  const [found] = handlers;
  if (!found) return undefined;
  const [handler, params] = found;
  const read = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === "number" ? texts?.[value] : value,
  ]);
  return { handler, params: Object.fromEntries(read.sort()) };
}

test("every path is found as Hono's patient router finds it, but for words that two paths have a place for", () => {
  const [ours, patient] = [new Routers<string>(), new TrieRouter<string>()];
  for (const { method, path } of routes)
    for (const router of [ours, patient]) router.add(method, honoPath(path), `${method} ${path}`);
  const words = new Set(routes.flatMap(({ path }) => path.split("/").filter((part) => !part.startsWith("{"))));
  const probes = routes.flatMap(({ path }) => ["x-1", ...words].map((word) => path.replaceAll(/\{\w+\}/g, word)));
  const apart: string[] = [];
  let same = 0;
  for (const path of new Set(probes))
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const [mine, theirs] = [first(ours.match(method, path)), first(patient.match(method, path))];
      if (JSON.stringify(mine) !== JSON.stringify(theirs)) apart.push(`${method} ${path}`);
      else if (mine) same++;
    }
  expect(same).toBeGreaterThan(1_000);
  // A namespace of that name is meant; Hono would look for a deletion's task that is called so, and none is.
  const ends = ["stats", "config", "memory_policy", "extractor"];
  expect(apart).toEqual(ends.map((end) => `GET /v1/namespaces/deletions/${end}`));
  expect(ours.match("GET", "/v1/nowhere")[0]).toEqual([]);
});
