export type FeatureState = "filling" | "live" | "leaving";

export interface RemoteFeature {
  feature: string;
  /** In the words of whoever gave the place. */
  place: string;
  state: FeatureState;
}

/** How far a feature's copy has come. */
export interface Progress extends RemoteFeature {
  total: number;
  /** Entries that searches out there see as they are now. */
  seen: number;
}

/** An entry out there: never changed, so that a call which comes late cannot bring back what was. */
export interface Numbered {
  seq: number;
  version: number;
}

export const entryId = ({ seq, version }: Numbered) => `${seq}.${version}`;

export function numbered(id: string): Numbered | undefined {
  const [, seq, version] = /^(\d{1,15})\.(\d{1,15})$/.exec(id) ?? [];
  return seq && version ? { seq: Number(seq), version: Number(version) } : undefined;
}

export interface Sendable extends Numbered {
  vector: ArrayBuffer;
  collection: string;
  body: string;
}

/** Named, since SQLite would read all entries of a feature for the few that are not seen. */
const unseenEntries = "remote_entries INDEXED BY remote_unseen";

const pairs = (entries: readonly Numbered[]) => JSON.stringify(entries.map(({ seq, version }) => [seq, version]));
const asPairs = "SELECT value ->> 0 AS seq, value ->> 1 AS version FROM json_each(?)";

/** The tables of `migrations/remote.ts`. */
export class Ledger {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  features(): RemoteFeature[] {
    return this.#sql
      .exec<{ feature: string; place: string; state: FeatureState }>(
        "SELECT feature, place, state FROM remote_features",
      )
      .toArray();
  }

  /** From here on every change of the feature's vectors is noted; those that there are have to be entered. */
  begin(feature: string, place: string): void {
    // Higher than any there was, should the same place have been left without a word.
    const version = Date.now();
    this.#sql.exec("INSERT INTO remote_features VALUES (?, ?, 'filling', ?)", feature, place, version);
  }

  /** Enters the next vectors as to be sent, unless they are entered; gives where it came to, undefined at the end. */
  enter(feature: string, after: number, limit: number): number | undefined {
    const next = "SELECT seq FROM vectors WHERE feature = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
    this.#sql.exec(
      `INSERT OR IGNORE INTO remote_entries (feature, seq, version, state)
       SELECT ?1, seq, (SELECT version FROM remote_features WHERE feature = ?1), 0 FROM (${next})`,
      ...[feature, after, limit],
    );
    const query = `SELECT max(seq) AS last FROM (${next})`;
    return this.#sql.exec<{ last: number | null }>(query, feature, after, limit).one().last ?? undefined;
  }

  turn(feature: string, state: FeatureState): void {
    this.#sql.exec("UPDATE remote_features SET state = ? WHERE feature = ?", state, feature);
  }

  /** Removes up to `limit` of what is noted of a feature that has left; false when nothing is left to do. */
  clear(feature: string, limit: number): boolean {
    for (const table of ["remote_entries", "remote_removals"]) {
      const some = `SELECT seq FROM ${table} WHERE feature = ? LIMIT ?`;
      const gone = this.#sql.exec(
        `DELETE FROM ${table} WHERE feature = ? AND seq IN (${some})`,
        feature,
        feature,
        limit,
      );
      if (gone.rowsWritten > 0) return true;
    }
    this.#sql.exec("DELETE FROM remote_features WHERE feature = ?", feature);
    return false;
  }

  progress(): Progress[] {
    const count = (query: string, feature: string) => this.#sql.exec<{ n: number }>(query, feature).one().n;
    return this.features().map((one) => ({
      ...one,
      total: count("SELECT count(*) AS n FROM remote_entries WHERE feature = ?", one.feature),
      seen: count("SELECT count(*) AS n FROM remote_entries WHERE feature = ? AND state = 3", one.feature),
    }));
  }

  /** The next entries to send; they count as sent from here on, whether they arrive or not. */
  sending(feature: string, limit: number): Sendable[] {
    const rows = this.#sql
      .exec<{ seq: number; version: number; vector: ArrayBuffer; collection: string; body: string }>(
        `SELECT e.seq, e.version, v.vector, d.collection_id AS collection, d.body FROM
         (SELECT * FROM ${unseenEntries} WHERE feature = ? AND state <> 3 AND state IN (0, 1) LIMIT ?) AS e
         CROSS JOIN vectors AS v ON v.feature = e.feature AND v.seq = e.seq CROSS JOIN documents AS d ON d.seq = e.seq`,
        feature,
        limit,
      )
      .toArray();
    this.mark(feature, rows, 1);
    return rows;
  }

  /** Brings entries to a state, those of them that were not changed meanwhile. */
  mark(feature: string, entries: readonly Numbered[], state: 0 | 1 | 2): void {
    this.#sql.exec(
      `UPDATE remote_entries SET state = ? WHERE feature = ? AND (seq, version) IN (${asPairs})`,
      state,
      feature,
      pairs(entries),
    );
  }

  /** Whether any entry is acknowledged, and not known to be seen. */
  isAwaited(feature: string): boolean {
    const query = `SELECT 1 FROM ${unseenEntries} WHERE feature = ? AND state <> 3 AND state = 2 LIMIT 1`;
    return this.#sql.exec(query, feature).toArray().length > 0;
  }

  /** What is acknowledged is seen out there: notes so of up to `limit`, and gives them. */
  saw(feature: string, limit: number): number[] {
    const some = `SELECT seq FROM ${unseenEntries} WHERE feature = ?1 AND state <> 3 AND state = 2 LIMIT ?2`;
    const update = `UPDATE remote_entries SET state = 3 WHERE feature = ?1 AND seq IN (${some}) RETURNING seq`;
    return Array.from(this.#sql.exec<{ seq: number }>(update, feature, limit), ({ seq }) => seq);
  }

  /** Whether every entry is seen out there. */
  isSeen(feature: string): boolean {
    const query = "SELECT 1 FROM remote_entries WHERE feature = ? AND state <> 3 LIMIT 1";
    return this.#sql.exec(query, feature).toArray().length === 0;
  }

  removals(feature: string, limit: number): Numbered[] {
    const query = "SELECT seq, version FROM remote_removals WHERE feature = ? LIMIT ?";
    return this.#sql.exec<{ seq: number; version: number }>(query, feature, limit).toArray();
  }

  removed(feature: string, entries: readonly Numbered[]): void {
    const gone = `DELETE FROM remote_removals WHERE feature = ? AND (seq, version) IN (${asPairs})`;
    this.#sql.exec(gone, feature, pairs(entries));
  }

  /** Vectors that no search out there can be trusted to find. */
  unseen(feature: string): { seq: number; vector: ArrayBuffer }[] {
    return this.#sql
      .exec<{ seq: number; vector: ArrayBuffer }>(
        `SELECT e.seq, v.vector FROM remote_entries AS e JOIN vectors AS v ON v.feature = e.feature AND v.seq = e.seq
         WHERE e.feature = ? AND e.state <> 3`,
        feature,
      )
      .toArray();
  }

  /** Of entries that were found out there, those that are still so, with their vectors as they are kept here. */
  current(feature: string, entries: readonly Numbered[]): { seq: number; vector: ArrayBuffer }[] {
    return this.#sql
      .exec<{ seq: number; vector: ArrayBuffer }>(
        `SELECT e.seq, v.vector FROM (${asPairs}) AS p
         CROSS JOIN remote_entries AS e ON e.feature = ? AND e.seq = p.seq AND e.version = p.version
         JOIN vectors AS v ON v.feature = e.feature AND v.seq = e.seq`,
        pairs(entries),
        feature,
      )
      .toArray();
  }

  /** Entries that ought to be out there, from one on in their order. */
  page(feature: string, after: number, limit: number): Numbered[] {
    const query =
      "SELECT seq, version FROM remote_entries WHERE feature = ? AND seq > ? AND state IN (2, 3) ORDER BY seq LIMIT ?";
    return this.#sql.exec<{ seq: number; version: number }>(query, feature, after, limit).toArray();
  }

  /** Of entries that are out there, those that ought not to be and are not noted as to be taken away. */
  extra(feature: string, entries: readonly Numbered[]): Numbered[] {
    const among = (table: string) =>
      `EXISTS (SELECT 1 FROM ${table} WHERE feature = ?1 AND seq = p.seq AND version = p.version)`;
    return this.#sql
      .exec<{ seq: number; version: number }>(
        `SELECT seq, version FROM (SELECT value ->> 0 AS seq, value ->> 1 AS version FROM json_each(?2)) AS p
         WHERE NOT ${among("remote_entries")} AND NOT ${among("remote_removals")}`,
        feature,
        pairs(entries),
      )
      .toArray();
  }

  /** Notes entries that are out there and ought not to be. */
  remove(feature: string, entries: readonly Numbered[]): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO remote_removals (feature, seq, version) SELECT ?, seq, version FROM (${asPairs})`,
      feature,
      pairs(entries),
    );
  }
}
