import { top } from "../../engine/knn/top";
import { importanceAt } from "../../engine/memory/decay";
import type { Recalled } from "../../engine/memory/recall-index";
import { associated } from "./associated";
import { chosen } from "./choice";
import type { AnswerOf, AskOf, Found, Recall } from "./contract";
import { isAlive, kept, type Room } from "./room";
import { type Row, readWhole } from "./row";

/** The best memories for a query, and with `associated` those that edges lead to. What is recalled is kept from fading. */
export function recall(room: Room, ask: AskOf<"recall">, now: number): AnswerOf<"recall"> {
  const { index, sql } = room;
  index.load();
  const isMeant = (row: Row | undefined) => row !== undefined && isAlive(room, row, now) && chosen(row, ask.choice);
  const ranked = ask.routing === "vector" ? byVector(room, ask, isMeant) : byRecall(room, ask, isMeant, now);
  const seqs = ranked.map(({ seq }) => seq);
  const near = seqs.flatMap((seq) => index.rows.get(seq) ?? []);
  const around = ask.associated ? associated(room, near, ask.associated, isMeant, now) : [];
  const rows = new Map(readWhole(sql, [...seqs, ...around.map(({ row }) => row.seq)]).map((row) => [row.seq, row]));
  for (const row of rows.values()) Object.assign(row, index.rows.get(row.seq));
  room.accesses.note([...rows.values()], now);
  room.journal.noteLater("recalled", ask.choice.agentId ?? null, { found: rows.size }, now);
  const found = (one: Recalled, depth: number): Found[] => {
    const row = rows.get(one.seq);
    if (!row) return [];
    const { score, relevance, text, vector = null, parts = null } = one;
    return [{ memory: kept(room, row, now), score, relevance, text, vector, parts, depth }];
  };
  return {
    found: ranked.flatMap((one) => found(one, 0)),
    associated: around.flatMap(({ row, weight, depth }) =>
      found({ seq: row.seq, score: weight, relevance: weight, text: 0 }, depth),
    ),
  };
}

type IsMeant = (row: Row | undefined) => boolean;

function byRecall({ index, settings }: Room, ask: Recall, isMeant: IsMeant, now: number): Recalled[] {
  const { query, topK, routing, vectorWeight, weights, explain } = ask;
  const { policy } = settings;
  return index.recall.recall(query, {
    topK,
    now,
    weights,
    explain,
    ...(vectorWeight !== null && { vectorWeight }),
    filter: (seq) => isMeant(index.rows.get(seq)),
    importance: (seq) => {
      const row = index.rows.get(seq);
      return row ? importanceAt(row, policy, now) : 0;
    },
    ...(routing !== "bm25" && { cosines: index.cosines(query) }),
  });
}

function byVector({ index }: Room, { query, topK }: Recall, isMeant: IsMeant): Recalled[] {
  const cosines = index.cosines(query);
  const best = top(cosines, topK, { floor: Number.MIN_VALUE, alive: (slot) => isMeant(index.at(slot)) });
  return Array.from(best).flatMap((slot) => {
    const row = index.at(slot);
    const score = cosines[slot]!;
    return row ? [{ seq: row.seq, score, relevance: score, text: 0, vector: score }] : [];
  });
}
