import type { MemoryType } from "../../engine/memory/policy";

/** A memory without its text, as the table has it: what recall filters by and decay is worked out from. Moments in ms. */
export type Row = {
  seq: number;
  id: string;
  agent_id: string;
  session_id: string | null;
  memory_type: MemoryType;
  importance: number;
  /** JSON text of a list of texts. */
  tags: string;
  created_at: number;
  updated_at: number;
  last_accessed_at: number | null;
  access_count: number;
  expires_at: number | null;
  valid_from: number | null;
};

export type WholeRow = Row & {
  content: string;
  /** JSON text of an object. */
  metadata: string | null;
};

export const columns =
  "seq, id, agent_id, session_id, memory_type, importance, tags, created_at, updated_at, last_accessed_at, access_count, expires_at, valid_from";
export const wholeColumns = `${columns}, content, metadata`;

export function findById(sql: SqlStorage, id: string): WholeRow | undefined {
  const [row] = sql.exec<WholeRow>(`SELECT ${wholeColumns} FROM memories WHERE id = ?`, id);
  return row;
}

/** In the order of the numbers; those that are not there are left out. */
export function readWhole(sql: SqlStorage, seqs: readonly number[]): WholeRow[] {
  const rows = sql.exec<WholeRow>(
    `SELECT ${wholeColumns} FROM memories WHERE seq IN (SELECT value FROM json_each(?))`,
    JSON.stringify(seqs),
  );
  const bySeq = new Map(Array.from(rows, (row) => [row.seq, row]));
  return seqs.flatMap((seq) => bySeq.get(seq) ?? []);
}
