import type { JsonObject } from "./json.ts";
import { type Asked, algorithmOf, candidates, countOf, oneList, shownHits } from "./query.ts";
import { invalid, Refusal } from "./refusal.ts";
import type { Hit } from "./scores.ts";

interface Running {
  sent: JsonObject;
  lists: Hit[][];
  /** Milliseconds. */
  idle: number;
  until: number;
}

/** Queries that are answered piece by piece, by their ids alone: whoever has the id may go on, whatever the namespace. */
export class ResumableQueries {
  readonly #running = new Map<string, Running>();

  start(sent: JsonObject, asked: Asked, now: number): { uuid: string; scores: JsonObject[] } {
    const { maxIdle = 3600 } = sent;
    if (typeof maxIdle !== "number" || maxIdle <= 0) throw invalid("maxIdle must be greater than 0");
    const count = countOf(sent.topK ?? 10, "topK");
    const running = { sent, lists: candidates(sent, asked), idle: maxIdle * 1_000, until: now + maxIdle * 1_000 };
    const uuid = crypto.randomUUID();
    this.#running.set(uuid, running);
    return { uuid, scores: piece(running, count) };
  }

  next(sent: JsonObject, now: number): JsonObject[] {
    const running = this.#of(sent, now);
    running.until = now + running.idle;
    return piece(running, countOf(sent.additionalK, "additionalK"));
  }

  end(sent: JsonObject, now: number): "Success" {
    this.#of(sent, now);
    this.#running.delete(String(sent.uuid));
    return "Success";
  }

  #of({ uuid }: JsonObject, now: number): Running {
    const running = this.#running.get(String(uuid));
    if (!running || running.until < now) throw new Refusal(404, "Resumable query does not exist or has expired");
    return running;
  }
}

/** The next hits: each list gives as many as are asked for, and what is fused from them is cut to that many. */
function piece(running: Running, count: number): JsonObject[] {
  const { sent, lists } = running;
  const next = lists.map((hits) => hits.slice(0, count));
  const hits = oneList(next, algorithmOf(sent)).slice(0, count);
  const given = new Set(hits.map(({ entry }) => entry));
  running.lists = lists.map((list) => list.filter(({ entry }) => !given.has(entry)));
  return shownHits(hits, sent);
}
