import { alike } from "./alike";
import { merge, preferred } from "./consolidate";
import { consolidationDue, logRun } from "./consolidation";
import { isAlive, type Room } from "./room";
import { findById, type Row, type WholeRow, wholeColumns } from "./row";

/** Looked at in one commit: each is a scan of all vectors. */
const slice = 50;

/**
 * Puts memories together that say the same, as `consolidate` does, memory by memory in the order they came: each with
 * the one most like it. It goes on where it was cut short. True when there may be more.
 */
export function tidy(room: Room, now: number): boolean {
  const due = consolidationDue(room);
  if (due === null || due > now) return false;
  const { sql, settings, index } = room;
  room.accesses.write();
  index.load();
  const state = settings.get("consolidation");
  const run = state.run ?? { at: now, trigger: "schedule" as const, scanned: 0, groups: [], after: 0 };
  const rows = sql
    .exec<WholeRow>(`SELECT ${wholeColumns} FROM memories WHERE seq > ? ORDER BY seq LIMIT ?`, run.after, slice)
    .toArray();
  for (const { id } of rows) {
    // Read again: it may have been merged since.
    const row = findById(sql, id);
    if (!row || !(state.agents[row.agent_id] ?? settings.policy.consolidation_enabled)) continue;
    if (!isAlive(room, row, now)) continue;
    run.scanned++;
    const pair = pairOf(room, row, now);
    if (!pair) continue;
    const [anchor, other] = pair;
    merge(room, anchor, [other], now);
    const known = run.groups.find((group) => group.anchor === other.id || group.anchor === anchor.id);
    if (known) Object.assign(known, { anchor: anchor.id, removed: [...known.removed, other.id] });
    else run.groups.push({ agentId: anchor.agent_id, anchor: anchor.id, removed: [other.id] });
  }
  const isOver = rows.length < slice;
  const { after: _, ...whole } = run;
  if (isOver) logRun(room, whole);
  const last = rows.at(-1)?.seq ?? run.after;
  settings.set(
    "consolidation",
    isOver ? { ...state, lastAt: run.at, run: null } : { ...state, run: { ...run, after: last } },
  );
  return !isOver;
}

/** The memory and the one that says the same, that which stays first. They end at the same time, or neither does. */
function pairOf(room: Room, row: WholeRow, now: number): [WholeRow, WholeRow] | undefined {
  const mayBe = (other: Row) => other.seq !== row.seq && other.expires_at === row.expires_at;
  const { consolidation_threshold: threshold } = room.settings.policy;
  const other = alike(room, { agentId: row.agent_id, content: row.content }, threshold, now, mayBe);
  if (!other) return undefined;
  return preferred(row, other) < 0 ? [row, other] : [other, row];
}
