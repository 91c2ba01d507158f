import type { Opened } from "../../cell/snapshots";
import type { Value } from "../../cell/tables";
import { iso, isoOrNull } from "../../kit/iso";
import type { Snapshot } from "../../store/snapshots";
import { type Cells, cellPages } from "../snapshot-rows";
import type { Home } from "./who";

/** Slices of what is settled before an export: 20,000 memories. What is new beyond is drawn where it is imported. */
const [slice, mostSlices] = [500, 40];

/** Lets what is due go and what is new be drawn, so that an export tells what is there and how it hangs together. */
export async function settleMemories(home: Home): Promise<void> {
  for (let i = 0; i < mostSlices; i++) if (!(await home.memory("settle", { limit: slice })).more) return;
}

/** How many lines of each kind were told. */
export interface Tally {
  sessions: number;
  memories: number;
  entities: number;
  edges: number;
  feedback: number;
}

/**
 * All that agents remember, as lines: what is said about keeping it, sessions, memories in the order they came, and what
 * hangs on them. Adds to the tally. Rows point at memories by number, so their ids are kept in mind meanwhile.
 */
export async function* memoryLines(home: Home, snapshot: Snapshot, opened: Opened, tally: Tally) {
  const ids = new Map<Value, Value>();
  const undrawn = new Set<Value>();
  const feedback = new Map<Value, number>();
  const isDrawn = (...seqs: (Value | undefined)[]) => !seqs.some((seq) => undrawn.has(seq ?? null));
  // A label that is the namespace's own name follows it.
  const agent = ({ agent_id }: Cells) => (agent_id === home.row.name ? null : agent_id);
  const page = (kind: keyof Tally, lines: unknown[]) => {
    tally[kind] += lines.length;
    return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  };
  for await (const rows of cellPages(snapshot, opened, "memory_settings"))
    for (const line of rows.flatMap(settingLine)) yield `${JSON.stringify(line)}\n`;
  for await (const rows of cellPages(snapshot, opened, "memory_sessions"))
    yield page(
      "sessions",
      rows.map((row) => sessionLine(row, agent(row))),
    );
  for await (const rows of cellPages(snapshot, opened, "memories")) {
    for (const { seq = null, id = null, drawn } of rows) {
      ids.set(seq, id);
      if (!drawn) undrawn.add(seq);
    }
    yield page(
      "memories",
      rows.map((row) => memoryLine(row, agent(row))),
    );
  }
  const idOf = (seq: Value | undefined) => ids.get(seq ?? null);
  for await (const rows of cellPages(snapshot, opened, "memory_entities"))
    yield page(
      "entities",
      rows.filter(({ seq }) => isDrawn(seq)).map((row) => entityLine(row, idOf(row.seq))),
    );
  for await (const rows of cellPages(snapshot, opened, "memory_edges"))
    yield page(
      "edges",
      rows
        .filter(({ drawn, source, target }) => !drawn || isDrawn(source, target))
        .map((row) => edgeLine(row, idOf(row.source), idOf(row.target))),
    );
  for await (const rows of cellPages(snapshot, opened, "memory_feedback"))
    yield page(
      "feedback",
      rows.map((row) => {
        const number = (feedback.get(row.seq ?? null) ?? 0) + 1;
        feedback.set(row.seq ?? null, number);
        return feedbackLine(row, idOf(row.seq), number);
      }),
    );
}

const at = (value: Value | undefined) => iso(Number(value));
const atOrNull = (value: Value | undefined) => isoOrNull(value == null ? null : Number(value));
const read = (value: Value | undefined) => (value == null ? null : JSON.parse(`${value}`));

/** Counts of what was done there are its own; decay is the organization's. */
function settingLine({ name, value }: Cells): object[] {
  if (name === "policy") return [{ type: "memory_policy", policy: read(value) }];
  return name === "entities" ? [{ type: "entity_config", config: read(value) }] : [];
}

const sessionLine = (row: Cells, agent_id: Value | undefined) => ({
  type: "session",
  session_id: row.id,
  agent_id,
  started_at: at(row.started_at),
  ended_at: atOrNull(row.ended_at),
  ended_reason: row.ended_reason,
  summary: row.summary,
  metadata: read(row.metadata),
  last_activity_at: at(row.last_activity_at),
  idle_timeout_secs: row.idle_timeout_secs,
});

const memoryLine = (row: Cells, agent_id: Value | undefined) => ({
  type: "memory",
  memory_id: row.id,
  agent_id,
  session_id: row.session_id,
  memory_type: row.memory_type,
  content: row.content,
  importance: row.importance,
  tags: read(row.tags),
  metadata: read(row.metadata),
  created_at: at(row.created_at),
  updated_at: at(row.updated_at),
  last_accessed_at: atOrNull(row.last_accessed_at),
  access_count: row.access_count,
  expires_at: atOrNull(row.expires_at),
  valid_from: atOrNull(row.valid_from),
  flagged: row.flagged === 1,
  drawn: row.drawn === 1,
});

const entityLine = (row: Cells, memory_id: Value | undefined) => ({
  type: "entity",
  memory_id,
  entity_type: row.type,
  name: row.name,
  score: row.score,
});

const edgeLine = (row: Cells, source: Value | undefined, target: Value | undefined) => ({
  type: "edge",
  source,
  target,
  edge_type: row.type,
  weight: row.weight,
  drawn: row.drawn === 1,
  created_at: at(row.created_at),
});

const feedbackLine = (row: Cells, memory_id: Value | undefined, number: number) => ({
  type: "feedback",
  memory_id,
  number,
  signal: row.signal,
  said: row.said,
  at: at(row.at),
  old_importance: row.old_importance,
  new_importance: row.new_importance,
});
