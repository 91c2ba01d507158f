import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { random } from "../filter-reference";
import { caller, organization, textSearch } from "../tenant";
import { moveOut } from "./outside-world";
import { index } from "./vectors-world";

const words =
  "harbour boat sail wind rope mast tide anchor keel oar gull storm crew fish net salt wave deck port star".split(" ");
const dimensions = 384;

const kinds = {
  "": {},
  "-filtered": { filters: { field: "n", operator: "gte", value: "{{INPUT.n}}" } },
  "-within": { collection_identifiers: ["two"] },
};

/** A namespace whose vectors are in its cell, and one that is told the same whose vectors are outside. */
async function twins() {
  const home = await organization();
  const upstash = index({ dimension: dimensions });
  const [inside, outside] = await Promise.all(
    ["inside", "outside"].map(async (namespace_name) => {
      const made = await home.call("POST", "/v1/namespaces", { namespace_name });
      const call = caller(home.key, namespace_name);
      for (const collection_name of ["one", "two"]) await call("POST", "/v1/collections", { collection_name });
      const ways = {
        hybrid: [textSearch()],
        dense: [{ ...textSearch(), feature_uri: "cordon://text_extractor@v1/dense" }],
        words: [{ ...textSearch(), feature_uri: "cordon://text_extractor@v1/full_text" }],
      };
      for (const [name, searches] of Object.entries(ways))
        for (const [kind, more] of Object.entries(kinds))
          await call("POST", "/v1/retrievers", {
            retriever_name: `${name}${kind}`,
            stages: [{ stage_id: "feature_search", parameters: { searches, final_top_k: 10, ...more } }],
          });
      return { id: made.body.namespace_id, call };
    }),
  );
  await moveOut(outside!.id, upstash, dimensions);
  const cell = env.CELL.getByName(outside!.id);
  const move = (forMs: number, wanted?: "remote" | "cell") =>
    cell.moveVectors(home.id, { forMs, ...(wanted && { wanted }) });
  return { inside: inside!.call, outside: outside!.call, upstash, move };
}

test("whatever is written, deleted and searched in whatever order, a search finds what it finds in the cell", async () => {
  const r = random(20261121);
  const pick = <T>(from: readonly T[]) => from[r(from.length)]!;
  const prose = () => Array.from({ length: 2 + r(8) }, () => pick(words)).join(" ");
  const { inside, outside, upstash, move } = await twins();
  const both = async (method: string, path: string, body?: unknown) => {
    const [a, b] = await Promise.all([inside(method, path, body), outside(method, path, body)]);
    expect(b.status, b.text).toBe(a.status);
    return [a.body, b.body];
  };
  const found = (body: { results: { document_id: string; score: number }[]; warnings: string[] }) => [
    body.results.map(({ document_id, score }) => [document_id, score]),
    body.warnings,
  ];
  upstash.control.logged = 100_000;
  upstash.control.delayMs = () => r(5_000);
  await move(0, "remote");
  let searches = 0;
  for (let n = 0; n < 1_000; n++) {
    const id = `d${r(120)}`;
    const collection = pick(["one", "two"]);
    const documents = Array.from({ length: 1 + r(6) }, () => ({ document_id: `d${r(120)}`, text: prose(), n: r(100) }));
    const unique = [...new Map(documents.map((one) => [one.document_id, one])).values()];
    await [
      () => both("POST", `/v1/collections/${collection}/documents`, { documents: unique }),
      () => both("PATCH", `/v1/documents/${id}`, { text: prose() }),
      () => both("PATCH", `/v1/documents/${id}`, { n: r(100) }),
      () => both("DELETE", `/v1/documents/${id}`),
    ][r(4)]!();
    if (r(3) === 0) upstash.clock.now += r(3_000);
    if (r(4) === 0) await move(5);
    const way = `${pick(["hybrid", "dense", "words"])}${pick(Object.keys(kinds))}`;
    const inputs = { query: prose(), n: r(100) };
    // Now and then a search is on its way while what it could not have seen yet becomes visible.
    upstash.held.on = r(4) === 0;
    let isOver = false;
    const answers = both("POST", `/v1/retrievers/${way}/execute`, { inputs }).finally(() => {
      isOver = true;
    });
    if (upstash.held.on) {
      while (upstash.held.waiting === 0 && !isOver) await scheduler.wait(1);
      upstash.clock.now += 5_000;
      await move(5);
    }
    upstash.held.on = false;
    const [a, b] = await answers;
    expect(found(b), `${n} ${way}`).toEqual(found(a));
    searches++;
  }
  const asked = (verb: string) => upstash.log.filter(({ path }) => path.startsWith(`/${verb}/`)).length;
  expect([searches, asked("query") > 200, asked("upsert") > 100, asked("delete") > 100]).toEqual([
    1_000,
    true,
    true,
    true,
  ]);
}, 300_000);
