import { mkdir } from "node:fs/promises";
import { drizzle } from "drizzle-orm/d1";
import { sha256 } from "../../src/kit/hash.ts";
import { keys } from "../../src/store/schema.ts";
import { adminKeyRow, foundingRows, newOwner } from "../serve/found.ts";
import { mintKey, readKey } from "../serve/keyfile.ts";
import type { Account } from "./account.ts";

/** What was done about the first organization and its key. */
export type FirstOrganization = "founded" | "kept" | "its key is elsewhere";

/**
 * Founds the organization that an installation begins with, unless there is one. The key is on disk before it is in the
 * database: a run that was cut short in between is finished by the next one, with the same key.
 */
export async function foundFirst(on: Account, database: string, folder: string): Promise<FirstOrganization> {
  const stored = await readKey(folder);
  const hash = stored ? await sha256(stored) : "";
  const counts = `SELECT (SELECT count(*) FROM organizations) AS organizations,
    (SELECT count(*) FROM keys WHERE hash = ${literal(hash)}) AS known`;
  const [row] = await on.query(database, [counts]);
  if (Number(row?.organizations) > 0) return Number(row?.known) > 0 ? "kept" : "its key is elsewhere";
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const key = stored ?? (await mintKey(folder));
  // Only its texts are wanted; they are sent by Wrangler, which takes no parameters.
  const db = drizzle({} as never);
  const owner = newOwner();
  const inserts = [...foundingRows(db, owner), db.insert(keys).values(await adminKeyRow(key, owner))];
  await on.query(
    database,
    inserts.map((insert) => written(insert.toSQL())),
  );
  return "founded";
}

/** A statement with its parameters in place. */
function written({ sql, params }: { sql: string; params: unknown[] }): string {
  let n = 0;
  return sql.replaceAll("?", () => literal(params[n++]));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number") return `${value}`;
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  throw new TypeError("only texts and numbers are written");
}
