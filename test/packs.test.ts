import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { Gate } from "../src/cell/gate";
import { learn } from "../src/cell/learner";
import { Packer } from "../src/cell/packer";
import { Remote } from "../src/cell/remote/remote";
import { shelfOf } from "../src/cell/shelf";
import { random } from "./filter-reference";
import { type Call, retriever, tenant } from "./tenant";

const path = "/v1/collections/pages/documents";
const r = random(20261120);
const words = Array.from({ length: 300 }, (_, i) => `${"bdfgklmn"[i % 8]}${"aeiou"[i % 5]}${"prstvz"[i % 6]}${i}`);
const prose = (length: number) => Array.from({ length }, () => words[r(words.length)]).join(" ");
const document = (n: number) => ({ document_id: `d${n}`, text: prose(12 + (n % 17)), n });
const documents = (from: number, count: number) => Array.from({ length: count }, (_, i) => document(from + i));
const queries = Array.from({ length: 4 }, () => prose(6));

type Results = { document_id: string; score: number }[];

/** What each way to search finds for each query, but for documents that tie with the last. */
async function asked(call: Call) {
  const found: [string, number][][] = [];
  for (const output of ["text_embedding", "full_text", "dense"]) {
    const searches = [{ feature_uri: `cordon://text_extractor@v1/${output}`, query: "{{INPUT.query}}", top_k: 50 }];
    const run = await retriever(call, [{ stage_id: "feature_search", parameters: { searches, final_top_k: 50 } }]);
    for (const query of queries) {
      const { body } = await run({ query }, { limit: 50 });
      const results: Results = body.results;
      const last = results.at(-1)?.score ?? 0;
      const clear = results.filter(({ score }) => score > last);
      found.push(clear.map(({ document_id, score }): [string, number] => [document_id, Math.round(score * 1e5)]));
    }
  }
  return found.map((one) => one.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

const cellOf = (namespaceId: string) => env.CELL.getByName(namespaceId);
const counted = (namespaceId: string) =>
  runInDurableObject(cellOf(namespaceId), (_, { storage: { sql } }) => {
    const n = (query: string) => sql.exec<{ n: number }>(query).one().n;
    return {
      documents: n("SELECT count(*) AS n FROM documents"),
      packed: n("SELECT coalesce(sum(size), 0) AS n FROM packs"),
      stale: n("SELECT count(*) AS n FROM stale"),
      vectorPacks: n("SELECT count(*) AS n FROM vector_packs"),
      features: n("SELECT count(DISTINCT feature) AS n FROM vector_packs"),
    };
  });

/** The alarm rings when the test says so, however slow the machine is. */
const postpone = (namespaceId: string) =>
  runInDurableObject(cellOf(namespaceId), (_, { storage }) => storage.setAlarm(Date.now() + 3_600_000));

/** What is found warm is what is found after a wake, from packs and from rows alone. */
async function expectSame(namespaceId: string, call: Call) {
  const cell = cellOf(namespaceId);
  const warm = await asked(call);
  expect(warm.flat().length).toBeGreaterThan(20);
  await evictDurableObject(cell);
  expect(await asked(call)).toEqual(warm);
  await runInDurableObject(cell, (_, { storage: { sql } }) => {
    for (const table of ["packs", "vector_packs", "stale"]) {
      sql.exec(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
      sql.exec(`DELETE FROM ${table}`);
    }
  });
  await evictDurableObject(cell);
  expect(await asked(call)).toEqual(warm);
  await runInDurableObject(cell, (_, { storage: { sql } }) => {
    for (const table of ["packs", "vector_packs", "stale"]) {
      sql.exec(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
      sql.exec(`DROP TABLE kept_${table}`);
    }
  });
  await evictDurableObject(cell);
}

test("a cell that wakes finds what it found before, in packs and in rows: written, changed, removed, learned, dropped", async () => {
  const { call, namespaceId } = await tenant();
  const cell = cellOf(namespaceId);
  await call("POST", path, { documents: documents(0, 600) });
  await postpone(namespaceId);
  expect(await counted(namespaceId)).toMatchObject({ documents: 600, packed: 512, stale: 0, vectorPacks: 2 });
  await runDurableObjectAlarm(cell);
  // The new model's vectors are packed, the old one's gone.
  expect(await counted(namespaceId)).toMatchObject({ packed: 512, vectorPacks: 2, features: 1 });
  await expectSame(namespaceId, call);
  for (let n = 3; n < 90; n += 7) await call("PATCH", `/v1/documents/d${n}`, { text: prose(20) });
  await call("PATCH", "/v1/documents/d5", { text: null });
  await call("DELETE", `${path}/batch`, { document_ids: ["d4", "d300", "d301", "d599"] });
  await call("PUT", `${path}/new`, { text: prose(10) });
  await postpone(namespaceId);
  expect((await counted(namespaceId)).stale).toBeGreaterThan(10);
  await expectSame(namespaceId, call);
  // Most of the first pack goes: it is made again.
  const gone = Array.from({ length: 200 }, (_, i) => `d${i}`);
  await call("DELETE", `${path}/batch`, { document_ids: gone });
  await postpone(namespaceId);
  await runDurableObjectAlarm(cell);
  expect(await counted(namespaceId)).toMatchObject({ documents: 398, packed: 312 });
  await expectSame(namespaceId, call);
  await call("POST", "/v1/collections", { collection_name: "others" });
  await call("POST", "/v1/collections/others/documents", { documents: documents(1000, 300) });
  await call("DELETE", "/v1/collections/pages");
  await postpone(namespaceId);
  await expectSame(namespaceId, call);
  await runDurableObjectAlarm(cell);
  const { packed, stale } = await counted(namespaceId);
  expect([packed <= 300, stale]).toEqual([true, 0]);
  await expectSame(namespaceId, call);
}, 60_000);

test("a cell that wakes while it is learning answers with the model it has, and goes on where it was", async () => {
  const { call, namespaceId } = await tenant();
  const cell = cellOf(namespaceId);
  await call("POST", path, { documents: documents(0, 700) });
  await postpone(namespaceId);
  const before = await asked(call);
  await evictDurableObject(cell);
  await runInDurableObject(cell, async (_, { storage }) => {
    const gate = new Gate(storage);
    const shelf = shelfOf(storage, gate, new Remote(storage, gate, () => undefined));
    const { model } = shelf;
    await learn(
      shelf,
      new Packer(storage, model),
      () => model.standing.next === null || model.standing.next.upTo < 500,
    );
    expect(model.standing).toMatchObject({ live: 0, next: { upTo: 500 } });
  });
  await evictDurableObject(cell);
  expect(await counted(namespaceId)).toMatchObject({ features: 2 });
  expect(await asked(call)).toEqual(before);
  await call("DELETE", `${path}/batch`, { document_ids: ["d1", "d600"] });
  await call("PATCH", "/v1/documents/d2", { text: prose(9) });
  await call("POST", path, { documents: documents(700, 20) });
  await postpone(namespaceId);
  await runDurableObjectAlarm(cell);
  expect(await counted(namespaceId)).toMatchObject({ features: 1 });
  await expectSame(namespaceId, call);
}, 60_000);
