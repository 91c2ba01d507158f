import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { freshState, started } from "./state.ts";

const canary = "canaryoferased";

test("kill -9 at the answer of a deletion, three times: after the restart no store holds a byte of it, and the receipt is there", async () => {
  const state = freshState();
  for (let round = 0; round < 3; round++) {
    let server = await started(state);
    const admin = client(server.url, server.adminKey);
    const { namespace_id } = await admin.must("POST", "/v1/namespaces", { name: canary, description: canary });
    const inside = client(server.url, server.adminKey, canary);
    await inside.must("POST", "/v1/collections", { collection_name: canary });
    const documents = Array.from({ length: 500 }, (_, n) => ({
      document_id: `${canary}-${n}`,
      text: `${canary} ${n}`,
    }));
    await inside.must("POST", `/v1/collections/${canary}/documents`, { documents });
    expect(holding(state.stateDir)).not.toEqual([]);
    const { task_id } = await admin.must("DELETE", `/v1/namespaces/${canary}`);
    await server.end("SIGKILL");
    server = await started(state);
    const again = client(server.url, server.adminKey);
    const told = async () => (await again.call("GET", `/v1/namespaces/deletions/${task_id}`)).body;
    await expect.poll(async () => (await told()).status, { timeout: 30_000, interval: 200 }).toBe("COMPLETED");
    expect((await told()).erasure.erased).toContainEqual({ store: "cell", what: "documents", count: 500 });
    expect((await again.call("GET", `/v1/namespaces/${namespace_id}`)).status).toBe(404);
    await server.end("SIGTERM");
    expect(holding(state.stateDir)).toEqual([]);
  }
}, 120_000);

/** Every table under the state folder in which some value has the canary: D1, cells, R2, queues. */
function holding(stateDir: string): string[] {
  const files = readdirSync(stateDir, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".sqlite"));
  return files.flatMap((file) => {
    const db = new DatabaseSync(join(stateDir, file), { readOnly: true });
    const full = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .filter(({ name }) => rowsOf(db, `${name}`).some(hasCanary));
    db.close();
    return full.map(({ name }) => `${file} ${name}`);
  });
}

function rowsOf(db: DatabaseSync, table: string) {
  const statement = db.prepare(`SELECT * FROM "${table}"`);
  statement.setReadBigInts(true);
  return statement.all();
}

const hasCanary = (row: Record<string, unknown>) =>
  Object.values(row).some((value) => `${value instanceof Uint8Array ? Buffer.from(value) : value}`.includes(canary));
