import type { JournalEvent, JournalType } from "../../cell/memory/contract";
import { writeCsv } from "../../kit/csv";
import { makeCursor, readCursor } from "../../kit/cursor";
import { invalid } from "../../kit/problem";
import { confinedTo, type Home, type Who } from "./who";

export interface JournalQuestion {
  event_type?: JournalType | undefined;
  /** Unix, in milliseconds; in seconds where that is clear. */
  from?: number | undefined;
  to?: number | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Moments in seconds are less until the year 5138, in milliseconds more since 1973. */
const mostSeconds = 100_000_000_000;
const firstMs = (moment: number | undefined) =>
  moment === undefined ? null : moment < mostSeconds ? moment * 1000 : moment;
const lastMs = (moment: number | undefined) =>
  moment === undefined ? null : moment < mostSeconds ? moment * 1000 + 999 : moment;

/** What was done with a namespace's memories, or one agent's, the newest first. */
export async function listJournal(home: Home, who: Who, { event_type, from, to, limit, cursor }: JournalQuestion) {
  const agentId = confinedTo(who) ?? null;
  const asked = { agentId, type: event_type ?? null, from: firstMs(from), to: lastMs(to) };
  const bound = `journal ${home.row.id} ${JSON.stringify(asked)}`;
  const before = cursor === undefined ? null : placeOf(bound, cursor);
  const { events, total, next } = await home.memory("journal", { ...asked, before, limit });
  return {
    events: events.map((event) => present(home, event)),
    total,
    cursor: next === null ? null : makeCursor(bound, [next]),
  };
}

function placeOf(bound: string, cursor: string): number {
  const [before] = readCursor(bound, cursor);
  if (typeof before === "number" && Number.isSafeInteger(before)) return before;
  throw invalid("This cursor does not belong to this list. Start again without one.", ["query", "cursor"]);
}

const present = ({ row }: Home, { number, at, type, agentId, details }: JournalEvent) => ({
  id: `${row.id}:${number}`,
  event_type: type,
  ...(agentId !== null && { agent_id: agentId }),
  namespace: row.name,
  timestamp: at,
  details,
});

export type Told = Awaited<ReturnType<typeof listJournal>>;

/** The same as text: JSON Lines or CSV. */
export function writeJournal({ events, cursor }: Told, format: "jsonl" | "csv") {
  const names = ["id", "event_type", "agent_id", "namespace", "timestamp", "details"] as const;
  const cell = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : `${value ?? ""}`);
  const data =
    format === "jsonl"
      ? events.map((event) => `${JSON.stringify(event)}\n`).join("")
      : writeCsv([names, ...events.map((event) => names.map((name) => cell(event[name])))]);
  return { data, format, count: events.length, next_cursor: cursor };
}
