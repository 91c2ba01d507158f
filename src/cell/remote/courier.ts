import * as entries from "../entries";
import type { Shelf } from "../shelf";
import { type Compared, compare } from "./comparison";
import type { RemoteFeature } from "./ledger";
import type { Remote } from "./remote";
import { Sender } from "./sender";
import type { Move, Spaces, Standing } from "./spaces";

/** Rows cleared at once. */
const perSlice = 1_000;
/** How long to wait before asking again whether what was sent is seen, and before trying again what failed. */
const [firstWaitMs, lastWaitMs] = [50, 2_000];
const [firstRetryMs, lastRetryMs] = [500, 10_000];
/** How often whoever waits for a move looks whether it is over. */
const lookMs = 100;
/** What a wake-up that was lost is made good by. */
const againMs = 5_000;

/** Whether there is more to do at once, later, or not at all. */
type Left = "more" | "waiting" | "nothing";

/**
 * Keeps the copy outside in step with the rows here: sends what is new, takes away what is gone, and lets searches go
 * there when all has been seen to be there. Everything is a row first, and safe to do twice.
 */
export class Courier {
  readonly #shelf: Shelf;
  readonly #remote: Remote;
  readonly #alive: () => boolean;
  readonly #sender: Sender;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #failures = 0;
  #failing: string | null = null;
  #unplaced: string[] = [];
  /** Features whose ids and versions are to be compared: after a failure nobody knows what has arrived. */
  readonly #toCompare = new Set<string>();
  readonly #compared = new Map<string, Compared>();

  constructor(shelf: Shelf, alive: () => boolean) {
    this.#shelf = shelf;
    this.#remote = shelf.remote;
    this.#alive = alive;
    this.#sender = new Sender(shelf.remote, alive);
  }

  /** Works beside what is under way, and says how far it has come. */
  async move({ wanted, forMs, compare: toCompare = false }: Move): Promise<Standing> {
    if (wanted) this.#remote.wanted = wanted;
    if (wanted === "cell") for (const feature of this.#remote.features.keys()) this.#leave(feature);
    if (toCompare) this.#compareAll();
    const isOver = () => (wanted ? this.#hasArrived : toCompare && this.#toCompare.size === 0);
    const until = Date.now() + forMs;
    this.tell();
    this.#wake?.();
    for (let leftMs = forMs; this.#running && leftMs > 0 && !isOver(); leftMs = until - Date.now())
      await Promise.race([this.#running, scheduler.wait(Math.min(leftMs, lookMs))]);
    return this.standing();
  }

  /** Begins to work if there is anything to do; gives after how long somebody should look again, null for never. */
  tell(): number | null {
    if (this.#remote.wanted === "cell" && this.#remote.features.size === 0) return null;
    if (this.#isIdle) return null;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return againMs;
  }

  standing(): Standing {
    // A cell of an older schema has no tables to ask.
    const features = this.#remote.features.size > 0 ? this.#remote.ledger.progress() : [];
    return {
      wanted: this.#remote.wanted,
      arrived: this.#hasArrived,
      settled: this.#isIdle,
      features: features.map(({ feature, state, total, seen }) => ({ feature, state, total, seen })),
      unplaced: this.#unplaced,
      failing: this.#failing,
      compared: this.#comparedInAll,
    };
  }

  get #comparedInAll(): Compared | null {
    const all = [...this.#compared.values()];
    const sum = (of: keyof Compared) => all.reduce((total, one) => total + one[of], 0);
    if (all.length === 0 || this.#toCompare.size > 0) return null;
    return { entries: sum("entries"), missing: sum("missing"), extra: sum("extra") };
  }

  #compareAll(): void {
    for (const { feature, state } of this.#remote.features.values())
      if (state !== "leaving") this.#toCompare.add(feature);
  }

  /** Nothing to send, to take away, to give a place to or to let go of. */
  get #isIdle(): boolean {
    const { ledger, wanted, features } = this.#remote;
    const isDone = ({ feature, state }: RemoteFeature) =>
      state === "live" && ledger.isSeen(feature) && ledger.removals(feature, 1).length === 0;
    return (
      this.#toCompare.size === 0 &&
      [...features.values()].every(isDone) &&
      (wanted === "cell" || this.#homeless().every((feature) => this.#unplaced.includes(feature)))
    );
  }

  /** As `#isIdle`, but for what was written lately, and for a model that nobody searches yet. */
  get #hasArrived(): boolean {
    const { wanted, features } = this.#remote;
    if (wanted === "cell") return features.size === 0;
    const { model } = this.#shelf;
    return (
      [...features.values()].every(({ feature, state }) => state === "live" || !model.isSearched(feature)) &&
      this.#homeless().every((feature) => this.#unplaced.includes(feature) || !model.isSearched(feature))
    );
  }

  /** Features that are searched, or will be, and have no place outside yet. */
  #homeless(): string[] {
    const { sql } = this.#shelf;
    return [...entries.features(sql)].filter((feature) => this.#isUsed(feature) && !this.#remote.features.has(feature));
  }

  #isUsed(feature: string): boolean {
    const { model } = this.#shelf;
    return model.isSearched(feature) || feature === model.nextFeature;
  }

  async #run(): Promise<void> {
    for (let waitMs = firstWaitMs; this.#alive(); ) {
      const { spaces } = this.#remote;
      if (!spaces) return;
      try {
        const left = await this.#round(spaces);
        this.#failures = 0;
        this.#failing = null;
        if (left === "nothing") return;
        waitMs = left === "waiting" ? Math.min(waitMs * 2, lastWaitMs) : firstWaitMs;
        await this.#rest(left === "waiting" ? waitMs : 1);
      } catch (error) {
        this.#failing = `${error}`;
        await this.#rest(Math.min(firstRetryMs * 2 ** this.#failures++, lastRetryMs));
      }
    }
  }

  /** Waits, unless somebody comes to see how far it is. */
  async #rest(ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([scheduler.wait(ms), woken]);
  }

  /** One look at everything there is to do. @throws what the first that failed threw, when the others had their turn */
  async #round(spaces: Spaces): Promise<Left> {
    for (const feature of this.#remote.features.keys()) if (!this.#isUsed(feature)) this.#leave(feature);
    const failed: unknown[] = [];
    const note = (error: unknown) => {
      failed.push(error);
    };
    if (this.#remote.wanted === "remote") await this.#place(spaces).catch(note);
    let all: Left = "nothing";
    for (const { feature, place, state } of [...this.#remote.features.values()]) {
      const work = state === "leaving" ? this.#clear(spaces, feature) : this.#send(spaces, feature, place);
      const left = await work.catch((error) => {
        note(error);
        if (state !== "leaving") this.#toCompare.add(feature);
      });
      if (left === "more" || (left && all === "nothing")) all = left;
    }
    if (failed.length > 0) throw failed[0];
    return all;
  }

  async #place(spaces: Spaces): Promise<void> {
    const { sql } = this.#shelf;
    this.#unplaced = [];
    for (const feature of this.#homeless()) {
      const [any] = sql.exec<{ n: number }>(
        "SELECT length(vector) / 4 AS n FROM vectors WHERE feature = ? LIMIT 1",
        feature,
      );
      const place = any && (await spaces.place(feature, any.n));
      // Whatever was decided while a place was looked for stands.
      if (!this.#alive() || this.#remote.wanted === "cell") return;
      if (place) this.#sender.begin(feature, place);
      else this.#unplaced.push(feature);
    }
  }

  /** When all is seen that was sent, searches go there. */
  async #send(spaces: Spaces, feature: string, place: string): Promise<Left> {
    const { ledger } = this.#remote;
    const space = await spaces.open(place);
    const sent = await this.#sender.send(feature, space);
    if (sent !== "seen") return sent;
    this.#goLive(feature);
    if (this.#toCompare.has(feature)) {
      const compared = await compare(this.#remote, feature, space, this.#alive);
      // It may have been sent away meanwhile.
      if (this.#toCompare.delete(feature)) this.#compared.set(feature, compared);
    }
    return ledger.isSeen(feature) && ledger.removals(feature, 1).length === 0 ? "nothing" : "more";
  }

  /** From here on a feature of which all was seen is searched outside, but for what was written since. */
  #goLive(feature: string): void {
    const { features } = this.#remote;
    if (features.get(feature)?.state !== "filling" || !this.#sender.hasEntered(feature)) return;
    this.#remote.turn(feature, "live");
    this.#shelf.index.release(feature);
  }

  /** From here on a feature is searched here again. */
  #leave(feature: string): void {
    const state = this.#remote.features.get(feature)?.state;
    if (!state || state === "leaving") return;
    this.#remote.turn(feature, "leaving");
    this.#shelf.index.take(feature);
  }

  async #clear(spaces: Spaces, feature: string): Promise<Left> {
    // Whoever sent it away: there is nothing to be compared any more.
    this.#toCompare.delete(feature);
    this.#compared.delete(feature);
    await spaces.vacate(feature);
    const isMore = this.#transaction(() => this.#remote.ledger.clear(feature, perSlice));
    if (!isMore) this.#remote.turned();
    return isMore ? "more" : "nothing";
  }

  #transaction<T>(work: () => T): T {
    return this.#remote.transaction(work);
  }
}
