import type { Query, SQL } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

const dialect = new SQLiteSyncDialect();

/**
 * Statements in one transaction, written by hand or built. Drizzle's own `batch` takes no raw ones that have parameters.
 */
export function inOneBatch<R = unknown>(env: Env, statements: (SQL | { toSQL(): Query })[]): Promise<D1Result<R>[]> {
  return env.DB.batch<R>(
    statements.map((statement) => {
      const { sql, params } = "toSQL" in statement ? statement.toSQL() : dialect.sqlToQuery(statement);
      return env.DB.prepare(sql).bind(...params);
    }),
  );
}
