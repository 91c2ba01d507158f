import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newestSchema } from "../src/cell/migrations";
import { v1 } from "../src/cell/migrations/v1";
import { harbour, organization } from "./tenant";

/** The schema that brought snapshots. */
const snapshotSchema = 5;

const cellOf = (id: string) => env.CELL.getByName(id);

/** Makes a cell what it was in the days of the first schema: its tables, the rows there are, and what the deed says. */
async function age(namespaceId: string) {
  await runInDurableObject(cellOf(namespaceId), (_, { storage }) => {
    const { sql } = storage;
    const kept = ["documents", "entries", "vectors", "words"].map((table) => ({
      table,
      rows: [...sql.exec<Record<string, ArrayBuffer | string | number | null>>(`SELECT * FROM ${table}`)],
    }));
    const drop = (type: string) => {
      const named = [...sql.exec<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = ?", type)];
      for (const { name } of named.filter((one) => !/^(_cf|sqlite)_/.test(one.name)).reverse())
        sql.exec(`DROP ${type} ${name}`);
    };
    drop("trigger");
    drop("table");
    sql.exec(v1);
    for (const { table, rows } of kept)
      for (const row of rows) {
        const columns = Object.keys(row);
        const places = columns.map(() => "?").join(", ");
        sql.exec(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`, ...Object.values(row));
      }
    const deed = storage.kv.get<object>("deed");
    storage.kv.put("deed", { ...deed, schema: 1 });
  });
  await evictDurableObject(cellOf(namespaceId));
}

const tablesOf = (namespaceId: string) =>
  runInDurableObject(cellOf(namespaceId), (_, { storage }) =>
    [...storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")].map(
      ({ name }) => name,
    ),
  );

test("a cell of the first schema, with data, is brought to the newest when it wakes, and all of it is found", async () => {
  const ada = await harbour();
  const search = async () => {
    const { body } = await ada.call("POST", "/v1/retrievers/search/execute", { inputs: { query: "sailing boat" } });
    return body.results.map((one: { document_id: string; score: number }) => [one.document_id, one.score]);
  };
  const [found, one] = [await search(), (await ada.call("GET", "/v1/documents/yacht")).text];
  expect(found.length).toBeGreaterThan(1);
  await age(ada.namespaceId);
  expect((await ada.call("GET", "/v1/documents/yacht")).text).toBe(one);
  expect(await tablesOf(ada.namespaceId)).toEqual(expect.arrayContaining(["payload", "packs", "snapshots"]));
  expect((await ada.call("GET", "/v1/namespaces/main")).body).toMatchObject({
    schema_version: newestSchema,
    document_count: 5,
  });
  expect(await search()).toEqual(found);
  expect((await ada.call("PATCH", "/v1/documents/yacht", { length: 13 })).body).toMatchObject({ length: 13 });
});

test("a migration says its steps, takes them, goes back where there is a way, and stays there until asked", async () => {
  const ada = await harbour();
  const migrate = (target_version: unknown, more: object = {}) =>
    ada.call("POST", "/v1/namespaces/main/migrate", { target_version, ...more });
  const before = snapshotSchema - 1;
  const plan = await migrate(before, { dry_run: true });
  expect(plan.body).toMatchObject({
    status: "planned",
    from_version: newestSchema,
    target_version: before,
    schema_version: newestSchema,
    steps: Array.from({ length: newestSchema - before }, (_, i) => ({
      from_version: newestSchema - i,
      to_version: newestSchema - i - 1,
      description: expect.any(String),
    })),
  });
  expect(await tablesOf(ada.namespaceId)).toContain("snapshots");
  expect((await migrate(`v${before}`)).body).toMatchObject({ status: "completed", schema_version: before });
  expect(await tablesOf(ada.namespaceId)).not.toContain("snapshots");
  const version = async () => (await ada.call("GET", "/v1/namespaces/main")).body.schema_version;
  expect(await version()).toBe(before);
  await evictDurableObject(cellOf(ada.namespaceId));
  expect(await version()).toBe(before);
  expect((await ada.call("GET", "/v1/documents/yacht")).status).toBe(200);
  expect((await ada.call("PATCH", "/v1/documents/yacht", { length: 14 })).status).toBe(200);
  expect((await ada.call("GET", "/v1/namespaces/main/export")).status).toBe(503);
  expect((await ada.call("GET", "/v1/namespaces/main/infrastructure")).body).toMatchObject({ vectors: "cell" });
  expect((await ada.call("POST", "/v1/namespaces/main/infrastructure/verify")).status).toBe(200);
  expect((await migrate(String(newestSchema))).body).toMatchObject({
    from_version: before,
    schema_version: newestSchema,
  });
  expect((await migrate(newestSchema)).body).toMatchObject({ steps: [], schema_version: newestSchema });
  expect((await ada.call("GET", "/v1/namespaces/main/export")).status).toBe(200);
  for (const target of [0, 1, newestSchema + 1, "v99", "two", null]) expect((await migrate(target)).status).toBe(422);
  expect(await version()).toBe(newestSchema);
  const stranger = await organization();
  expect((await stranger.call("POST", "/v1/namespaces/main/migrate", { target_version: 1 })).status).toBe(404);
});

test("a step that fails leaves the version there was at work, with every row", async () => {
  const ada = await harbour();
  const migrate = (target_version: number) => ada.call("POST", "/v1/namespaces/main/migrate", { target_version });
  await migrate(snapshotSchema - 1);
  await runInDurableObject(cellOf(ada.namespaceId), (_, { storage }) => {
    storage.sql.exec("CREATE VIEW snapshots AS SELECT 1 AS one");
  });
  expect((await migrate(newestSchema)).status).toBe(500);
  const { body } = await ada.call("GET", "/v1/namespaces/main");
  expect(body).toMatchObject({ schema_version: snapshotSchema - 1, document_count: 5 });
  expect((await ada.call("PATCH", "/v1/documents/yacht", { length: 15 })).status).toBe(200);
  await runInDurableObject(cellOf(ada.namespaceId), (_, { storage }) => {
    storage.sql.exec("DROP VIEW snapshots");
  });
  expect((await migrate(newestSchema)).body).toMatchObject({ status: "completed", schema_version: newestSchema });
});
