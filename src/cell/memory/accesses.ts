import type { MemoryIndex } from "./index";
import type { Journal } from "./journal";
import type { Row } from "./row";

/**
 * Being recalled keeps a memory from fading. Recalls are noted in memory and written together, at the next write or
 * within a second: a recall does not wait for the disk. What a crash cuts off is a second of such notes, nothing else.
 */
export class Accesses {
  readonly #sql: SqlStorage;
  readonly #index: MemoryIndex;
  readonly #noted = new Map<number, { times: number; at: number }>();

  readonly #journal: Journal;

  constructor(sql: SqlStorage, index: MemoryIndex, journal: Journal) {
    this.#sql = sql;
    this.#index = index;
    this.#journal = journal;
  }

  get pending(): boolean {
    return this.#noted.size > 0 || this.#journal.isWaiting;
  }

  note(rows: readonly Row[], now: number): void {
    for (const row of rows) {
      const times = (this.#noted.get(row.seq)?.times ?? 0) + 1;
      this.#noted.set(row.seq, { times, at: now });
      const held = this.#index.rows.get(row.seq);
      if (!held) continue;
      held.access_count++;
      held.last_accessed_at = now;
    }
  }

  write(): void {
    for (const [seq, { times, at }] of this.#noted)
      this.#sql.exec(
        "UPDATE memories SET access_count = access_count + ?, last_accessed_at = ? WHERE seq = ?",
        times,
        at,
        seq,
      );
    this.#noted.clear();
    this.#journal.flush();
  }
}
