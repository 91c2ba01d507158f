import type { DecayConfig } from "../../engine/memory/policy";
import type { Outbox } from "../outbox";
import { agents, wakeUp } from "./agents";
import { get, update } from "./change";
import { consolidate } from "./consolidate";
import { consolidation, consolidationDue } from "./consolidation";
import type { AnswerOf, AskOf, MemoryVerb } from "./contract";
import { draw, hasUndrawn } from "./draw";
import { enrol } from "./enrolled";
import { feedback, feedbackOf, feedbackSummary } from "./feedback";
import { forget } from "./forget";
import { entitiesOf, fullGraph, graph, link, path } from "./graph";
import { journalOf } from "./journal";
import { list } from "./list";
import { Pace } from "./pace";
import { decayStats, entityConfig, policy } from "./policies";
import { recall } from "./recall";
import { openRoom, type Room } from "./room";
import { endSession, session, sessions, startSession, touchSession } from "./sessions";
import { store } from "./store";
import { nextDue, settle, sweep } from "./sweep";
import { take } from "./take";
import { tidy } from "./tidy";

const verbs: { [V in MemoryVerb]: (room: Room, ask: AskOf<V>, now: number) => AnswerOf<V> } = {
  store,
  get,
  update,
  forget,
  recall,
  list,
  feedback,
  feedbackOf,
  feedbackSummary,
  consolidate,
  consolidation,
  journal: journalOf,
  agents,
  enrol,
  wakeUp,
  startSession,
  endSession,
  touchSession,
  session,
  sessions,
  policy,
  entityConfig,
  decayStats,
  link,
  graph,
  path,
  fullGraph,
  entitiesOf,
  settle,
  take,
};

/** Notes of recalls, and what is new to the graph, wait this long for more of their kind. */
const soonMs = 1_000;

/** An alarm cannot be set after 2189: what is due later is looked at again in a year. */
const longestMs = 366 * 86_400_000;

/** Memories drawn into the graph in one commit. */
const drawnSlice = 100;

/** The cell's memories: each call is one transaction, and what is left to do in its own time is done by `settle`. */
export class Memories {
  readonly #room: Room;
  readonly #pace = new Pace();
  /** How far the clock of those who call is from this machine's: tests bring their own. */
  #ahead = 0;
  /** When an alarm rings for this; undefined for not that we know. */
  #rings: number | undefined;

  constructor(storage: DurableObjectStorage, outbox: Outbox, schema: () => number) {
    this.#room = openRoom(storage, outbox, schema);
  }

  /** How many are kept, with those that will expire soon. */
  count(): number {
    return this.#room.sql.exec<{ n: number }>("SELECT count(*) AS n FROM memories").one().n;
  }

  /** `ask` and the answer are JSON text; the answer may be a `Limited`. */
  call(verb: MemoryVerb, ask: string, decay: DecayConfig, now: number): string {
    this.#ahead = now - Date.now();
    return this.#whole(() => {
      this.#takeOver(decay);
      const asked = JSON.parse(ask);
      const limited = this.#pace.take(this.#room.settings.policy, verb, asked.drafts?.length ?? 1, now);
      return JSON.stringify(limited ?? verbs[verb](this.#room, asked, now));
    });
  }

  /** Deletes what is due and draws what is new, in slices; `breathe` lets calls go first in between. */
  async settle(alive: () => boolean, breathe: () => Promise<void>): Promise<void> {
    this.#rings = Number.POSITIVE_INFINITY;
    const now = Date.now() + this.#ahead;
    for (const work of [
      () => sweep(this.#room, now),
      () => tidy(this.#room, now),
      () => draw(this.#room, drawnSlice, now),
    ])
      while (alive() && this.#whole(work)) await breathe();
  }

  /**
   * Has an alarm ring when there is something to settle. One that rings sooner, for whatever else, comes back for this;
   * after a wake we do not know of one, and so ring soon. `others` is when something else is due.
   */
  settleInTime(rings: number, others = Number.POSITIVE_INFINITY): void {
    const due = this.#due(others);
    if (due === undefined || rings > 0) return;
    const at = this.#rings === undefined ? Math.min(due, Date.now() + soonMs) : due;
    if (this.#rings !== undefined && this.#rings <= at) return;
    this.#rings = at;
    void this.#room.storage.setAlarm(Math.max(1, at));
  }

  /** By this machine's clock; undefined for never. */
  #due(others: number): number | undefined {
    const soon = this.#room.accesses.pending || hasUndrawn(this.#room) ? Date.now() + soonMs : Number.POSITIVE_INFINITY;
    const due = [nextDue(this.#room), consolidationDue(this.#room)].map((at) => at ?? Number.POSITIVE_INFINITY);
    const at = Math.min(soon, others, Math.min(...due) - this.#ahead);
    return Number.isFinite(at) ? Math.min(at, Date.now() + longestMs) : undefined;
  }

  forget(): void {
    this.#room.index.forget();
    this.#room.settings.forget();
  }

  /** The organization's own decay settings, as this call brought them. */
  #takeOver(decay: DecayConfig): void {
    const { settings } = this.#room;
    if (JSON.stringify(settings.get("decay")) === JSON.stringify(decay)) return;
    settings.set("decay", decay);
  }

  /** Both the tables and what is in memory, or neither. */
  #whole<T>(work: () => T): T {
    try {
      return this.#room.storage.transactionSync(work);
    } catch (error) {
      this.forget();
      throw error;
    }
  }
}
