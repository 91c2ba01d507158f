import { clusters } from "../../engine/memory/duplicates";
import { likenessOf } from "./alike";
import { select } from "./choice";
import { logRun } from "./consolidation";
import type { AnswerOf, AskOf, Kept } from "./contract";
import { remove } from "./forget";
import { entryOf } from "./index";
import { kept, type Room } from "./room";
import { readWhole, type WholeRow } from "./row";
import { write } from "./store";

/**
 * Puts memories together that say the same, each agent's for itself: the most important of a group, then the newest,
 * stays with the tags and links of all. The words of the others go, which is why none is merged that differs in a number
 * or in a negation, and none with one that ends at another time.
 */
export function consolidate(room: Room, ask: AskOf<"consolidate">, now: number): AnswerOf<"consolidate"> {
  const { policy } = room.settings;
  const seqs = select(room, ask.choice, now)
    .sort(preferred)
    .map(({ seq }) => seq);
  const rows = readWhole(room.sql, seqs);
  const kinds = [...new Set(rows.map(kindOf))];
  const groups = kinds.flatMap((kind) => {
    const own = rows.filter((row) => kindOf(row) === kind);
    const likenesses = own.map((row) => likenessOf(row, entryOf(row)));
    return clusters(likenesses, ask.threshold ?? policy.consolidation_threshold).map((places) =>
      places.map((place) => own[place]!),
    );
  });
  const merged = groups.flatMap(([anchor, ...others]) => {
    if (!anchor) return [];
    const removed = others.map(({ id }) => id);
    return [{ anchor: ask.dryRun ? kept(room, anchor, now) : merge(room, anchor, others, now), removed }];
  });
  if (!ask.dryRun)
    logRun(room, {
      at: now,
      trigger: "request",
      scanned: rows.length,
      groups: merged.map(({ anchor, removed }) => ({ agentId: anchor.agentId, anchor: anchor.id, removed })),
    });
  return { scanned: rows.length, groups: merged };
}

type Weighed = Pick<WholeRow, "importance" | "seq">;

/** Which of two memories that say the same is to stay comes first. */
export const preferred = (a: Weighed, b: Weighed) => b.importance - a.importance || b.seq - a.seq;

/** Only memories of one kind are put together. */
const kindOf = ({ agent_id, expires_at }: WholeRow) => JSON.stringify([agent_id, expires_at]);

/** Leaves one of some memories, with the tags and links of all. */
export function merge(room: Room, anchor: WholeRow, others: readonly WholeRow[], now: number): Kept {
  const before = kept(room, anchor, now);
  for (const { seq } of others) moveLinks(room.sql, seq, anchor.seq);
  remove(
    room,
    others.map(({ seq }) => seq),
    now,
  );
  const tags = [...new Set([anchor, ...others].flatMap((row): string[] => JSON.parse(row.tags)))].slice(0, 50);
  const { settings, journal } = room;
  const removed = others.map(({ id }) => id);
  journal.note("consolidated", anchor.agent_id, { memory_id: anchor.id, removed_ids: removed }, now);
  settings.set("consolidated", settings.get("consolidated") + others.length);
  return kept(room, write(room, { ...before, tags }, anchor, now), now);
}

/** Links that somebody made lead to the memory that stays. */
function moveLinks(sql: SqlStorage, from: number, to: number): void {
  for (const [end, other] of [
    ["source", "target"],
    ["target", "source"],
  ])
    sql.exec(
      `UPDATE OR IGNORE memory_edges SET ${end} = ?1 WHERE ${end} = ?2 AND ${other} <> ?1 AND drawn = 0`,
      to,
      from,
    );
}
