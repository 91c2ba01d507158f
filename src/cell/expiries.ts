import { expirySchema } from "./migrations";

/**
 * When documents expire, of those that do. The cell takes away what is due before it answers anything, so that no
 * reader has to look, and none can forget to.
 */
export class Expiries {
  readonly #sql: SqlStorage;
  readonly #schema: () => number;
  /** The first moment at which one is due; null for never, undefined while that is not known. */
  #first: number | null | undefined;
  /** How far the clock of those who call is from this machine's: tests bring their own. */
  #ahead = 0;

  /** `schema` is the cell's present one: in an older one nothing expires. */
  constructor(sql: SqlStorage, schema: () => number) {
    this.#sql = sql;
    this.#schema = schema;
  }

  get isLaid(): boolean {
    return this.#schema() >= expirySchema;
  }

  /** Sets when a document expires, null for never. Belongs in the document's transaction. */
  write(seq: number, at: number | null): void {
    if (at === null && this.#next === null) return;
    if (at === null) this.#sql.exec("DELETE FROM expiries WHERE seq = ?", seq);
    else
      this.#sql.exec(
        "INSERT INTO expiries (seq, at) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET at = excluded.at",
        seq,
        at,
      );
    this.forget();
  }

  /** The documents whose time is over. */
  due(now: number): number[] {
    this.#ahead = now - Date.now();
    const next = this.#next;
    if (next === null || next > now) return [];
    this.forget();
    return Array.from(this.#sql.exec<{ seq: number }>("SELECT seq FROM expiries WHERE at <= ?", now), ({ seq }) => seq);
  }

  /** Whether one may be due, as far as that is known without a look into storage. */
  mayBeDue(now: number): boolean {
    return this.isLaid && (this.#first === undefined || (this.#first !== null && this.#first <= now));
  }

  /** The moment, by the clock of those who called last. */
  get now(): number {
    return Date.now() + this.#ahead;
  }

  /** The machine's moment at which the next one is due; undefined for never. */
  get rings(): number | undefined {
    const next = this.#next;
    return next === null ? undefined : next - this.#ahead;
  }

  /** The tables are not what they were: a transaction came to nothing, or rows came from elsewhere. */
  forget(): void {
    this.#first = undefined;
  }

  get #next(): number | null {
    if (!this.isLaid) return null;
    if (this.#first === undefined)
      this.#first = this.#sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM expiries").one().at;
    return this.#first;
  }
}
