import { unit } from "../../engine/knn/vector";
import { clusters, tellingWords } from "../../engine/memory/duplicates";
import { select } from "./choice";
import type { AnswerOf, AskOf } from "./contract";
import { remove } from "./forget";
import { entryOf } from "./index";
import { kept, type Room } from "./room";
import { readWhole } from "./row";
import { write } from "./store";

/**
 * Puts memories together that say the same, each agent's for itself: the most important of a group, then the newest,
 * stays with the tags and links of all. The words of the others go, which is why none is merged that differs in a number
 * or in a negation.
 */
export function consolidate(room: Room, ask: AskOf<"consolidate">, now: number): AnswerOf<"consolidate"> {
  const { policy } = room.settings;
  const rows = readWhole(
    room.sql,
    select(room, ask.choice, now)
      .sort((a, b) => b.importance - a.importance || b.seq - a.seq)
      .map(({ seq }) => seq),
  );
  const agents = [...new Set(rows.map(({ agent_id }) => agent_id))];
  const groups = agents.flatMap((agent) => {
    const own = rows.filter(({ agent_id }) => agent_id === agent);
    const alike = own.map((row) => {
      const { recalled, vector } = entryOf(row);
      return { terms: recalled.terms, vector: unit(vector), telling: tellingWords(row.content) };
    });
    return clusters(alike, ask.threshold ?? policy.consolidation_threshold).map((places) =>
      places.map((place) => own[place]!),
    );
  });
  const merged = groups.flatMap(([anchor, ...others]) => {
    if (!anchor) return [];
    const removed = others.map(({ id }) => id);
    const before = kept(room, anchor, now);
    if (ask.dryRun) return [{ anchor: before, removed }];
    for (const { seq } of others) moveLinks(room.sql, seq, anchor.seq);
    const seqs = others.map(({ seq }) => seq);
    remove(room, seqs, now);
    const tags = [...new Set([anchor, ...others].flatMap((row): string[] => JSON.parse(row.tags)))].slice(0, 50);
    return [{ anchor: kept(room, write(room, { ...before, tags }, anchor, now), now), removed }];
  });
  const gone = merged.reduce((sum, { removed }) => sum + removed.length, 0);
  if (gone > 0 && !ask.dryRun) room.settings.set("consolidated", room.settings.get("consolidated") + gone);
  return { scanned: rows.length, groups: merged };
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
