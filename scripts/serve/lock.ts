import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Refusal } from "./refusal.ts";

/**
 * Holds STATE_DIR for one server. The lock is the operating system's, taken through SQLite: it goes with the process
 * however that ends, so nothing is ever stale and no process id can be mistaken for another.
 */
export function lockState(stateDir: string): { release(): void } {
  const db = new DatabaseSync(join(stateDir, "lock"));
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    if ((cause as { errcode?: number }).errcode !== 5) throw cause; // 5 is SQLITE_BUSY
    throw new Refusal(
      `Another server is using the state folder ${stateDir}: stop it, or set STATE_DIR to another one.`,
    );
  }
  return { release: () => db.close() };
}
