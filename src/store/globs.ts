import { or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

/**
 * Whether one of the columns is matched whole by one of a key's globs, said to the database: what a key may not be told
 * of is not even read. One parameter however many globs there are, since D1 takes 100 a statement.
 */
export function matchedBy(globs: readonly string[], ...columns: SQLiteColumn[]): SQL | undefined {
  // Of the signs that GLOB knows, only * is one of ours.
  const plain = JSON.stringify(globs.map((glob) => glob.replaceAll(/[[?]/g, "[$&]")));
  return or(...columns.map((column) => sql`EXISTS (SELECT 1 FROM json_each(${plain}) WHERE ${column} GLOB value)`));
}
