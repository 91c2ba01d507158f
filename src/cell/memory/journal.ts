import { journalSchema } from "../migrations";
import type { AnswerOf, AskOf, JournalEvent, JournalType } from "./contract";
import type { Room } from "./room";

/** It goes back as far as both allow. */
const [longestMs, mostEvents] = [90 * 86_400_000, 100_000];

/** Looked for what is too old once in so many events. */
const pruneEvery = 1000;

type Row = { number: number; at: number; type: JournalType; agent_id: string | null; details: string };

/** What was done with memories and sessions, in the transaction in which it was: ids and numbers, no contents. */
export class Journal {
  readonly #sql: SqlStorage;
  readonly #schema: () => number;
  #waiting: Parameters<Journal["note"]>[] = [];

  /** `schema` is the cell's present one: in an older one there is no journal. */
  constructor(sql: SqlStorage, schema: () => number) {
    this.#sql = sql;
    this.#schema = schema;
  }

  get isLaid(): boolean {
    return this.#schema() >= journalSchema;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Notes what nobody waits for: it is written with what is written next, or with the accesses. */
  noteLater(...event: Parameters<Journal["note"]>): void {
    if (this.isLaid) this.#waiting.push(event);
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) this.note(...event);
  }

  note(type: JournalType, agentId: string | null, details: JournalEvent["details"], now: number): void {
    if (!this.isLaid) return;
    this.flush();
    const { number } = this.#sql
      .exec<{ number: number }>(
        "INSERT INTO memory_journal (at, type, agent_id, details) VALUES (?, ?, ?, ?) RETURNING number",
        now,
        type,
        agentId,
        JSON.stringify(details),
      )
      .one();
    if (number % pruneEvery === 0)
      this.#sql.exec("DELETE FROM memory_journal WHERE number <= ? OR at < ?", number - mostEvents, now - longestMs);
  }

  /** Whoever is erased leaves it; undefined for everybody. */
  forget(agentId: string | undefined): void {
    if (this.isLaid) this.#sql.exec("DELETE FROM memory_journal WHERE ?1 IS NULL OR agent_id = ?1", agentId ?? null);
  }

  list({ agentId, type, from, to, before, limit }: AskOf<"journal">, now: number): AnswerOf<"journal"> {
    if (!this.isLaid) return { events: [], total: 0, next: null };
    const where = `WHERE (?1 IS NULL OR agent_id = ?1) AND (?2 IS NULL OR type = ?2) AND at >= ?3 AND at <= ?4`;
    const bounds = [agentId, type, Math.max(from ?? 0, now - longestMs), to ?? now] as const;
    const { n } = this.#sql.exec<{ n: number }>(`SELECT count(*) AS n FROM memory_journal ${where}`, ...bounds).one();
    const rows = this.#sql
      .exec<Row>(
        `SELECT * FROM memory_journal ${where} AND (?5 IS NULL OR number < ?5) ORDER BY number DESC LIMIT ?6`,
        ...bounds,
        before,
        limit + 1,
      )
      .toArray();
    const page = rows.slice(0, limit);
    const events = page.map(({ agent_id, details, ...row }) => ({
      ...row,
      agentId: agent_id,
      details: JSON.parse(details),
    }));
    return { events, total: n, next: rows.length > limit ? (page.at(-1)?.number ?? null) : null };
  }
}

export const journalOf = ({ journal, accesses }: Room, ask: AskOf<"journal">, now: number): AnswerOf<"journal"> => {
  accesses.write();
  return journal.list(ask, now);
};
