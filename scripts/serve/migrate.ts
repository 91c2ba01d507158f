import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { D1Database } from "@cloudflare/workers-types/experimental";

// The table that `wrangler d1 migrations apply` keeps, to the letter, so that either can follow the other.
const table = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

/** Applies the migrations that a database has not seen, each as one transaction; answers with their names. */
export async function migrate(db: D1Database, folder: string): Promise<string[]> {
  await db.prepare(table).run();
  const { results } = await db.prepare(`SELECT name FROM "d1_migrations"`).all<{ name: string }>();
  const seen = new Set(results.map((row) => row.name));
  const pending = (await migrationsIn(folder)).filter((name) => !seen.has(name));
  for (const name of pending) {
    const statements = statementsOf(await readFile(join(folder, name), "utf8"));
    const done = db.prepare(`INSERT INTO "d1_migrations" (name) VALUES (?)`).bind(name);
    await db.batch([...statements.map((sql) => db.prepare(sql)), done]);
  }
  return pending;
}

export async function migrationsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql"));
  return names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));
}

/** drizzle-kit marks where a statement ends; D1 prepares one statement at a time. */
function statementsOf(sql: string): string[] {
  return sql
    .split("--> statement-breakpoint")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
