import { kindFor } from "../../engine/knn/kind";
import type { SpaceHit } from "../../engine/knn/space";
import type { Id } from "../../kit/id";
import type { Gate } from "../gate";
import { remoteSchema } from "../migrations";
import type { Entry } from "../search-index";
import { Inquiry, Unanswered } from "./inquiry";
import { type FeatureState, Ledger, type RemoteFeature } from "./ledger";
import { Nearby } from "./nearby";
import type { Spaces } from "./spaces";

const key = "vectors";

/** A search asks nothing more when so much has passed, and goes on without: somebody waits for it. */
const askingMs = 700;

/** Vectors of this cell that a place outside holds a searchable copy of. The rows here are the truth. */
export class Remote {
  readonly ledger: Ledger;
  readonly #storage: DurableObjectStorage;
  readonly #gate: Gate;
  readonly #spaces: (namespaceId: Id<"namespace">) => Spaces | undefined;
  #features: Map<string, RemoteFeature> | undefined;
  readonly #nearby = new Map<string, Nearby>();
  /** Counts what was found to be seen out there, and what of it searches under way may not know yet. */
  #sightings = 0;
  #sighted: { at: number; feature: string; seq: number; token: object }[] = [];
  readonly #underWay = new Set<{ since: number }>();
  /** Rises when what was at hand is dropped: what was asked before is asked again. */
  #epoch = 0;

  /** In a cell of an older schema nothing is outside. */
  constructor(storage: DurableObjectStorage, gate: Gate, spaces: (namespaceId: Id<"namespace">) => Spaces | undefined) {
    this.ledger = new Ledger(storage.sql);
    this.#storage = storage;
    this.#gate = gate;
    this.#spaces = spaces;
  }

  get spaces(): Spaces | undefined {
    const { namespace } = this.#gate;
    return namespace && this.#spaces(namespace);
  }

  /** Where the vectors ought to be. */
  get wanted(): "cell" | "remote" {
    return this.#storage.kv.get(key) === "remote" && this.#gate.schema >= remoteSchema ? "remote" : "cell";
  }
  set wanted(wanted: "cell" | "remote") {
    if (wanted === "cell") this.#storage.kv.delete(key);
    else this.#storage.kv.put(key, wanted);
  }

  get features(): Map<string, RemoteFeature> {
    this.#features ??= new Map(
      (this.#gate.schema >= remoteSchema ? this.ledger.features() : []).map((one) => [one.feature, one]),
    );
    return this.#features;
  }

  /** Whether a feature is searched out there, and not in memory. */
  isLive(feature: string): boolean {
    return this.features.get(feature)?.state === "live";
  }

  transaction<T>(work: () => T): T {
    return this.#storage.transactionSync(work);
  }

  /** From here on a feature has a place outside, which is to be filled. */
  begin(feature: string, place: string): void {
    this.transaction(() => this.ledger.begin(feature, place));
    this.turned();
  }

  turn(feature: string, state: FeatureState): void {
    this.transaction(() => this.ledger.turn(feature, state));
    this.turned();
  }

  /** What is known of features was changed in the ledger. */
  turned(): void {
    this.#features = undefined;
    this.#epoch++;
    for (const feature of [...this.#nearby.keys()]) if (!this.isLive(feature)) this.#nearby.delete(feature);
  }

  /** Drops what is in memory. */
  forget(): void {
    this.#features = undefined;
    this.#epoch++;
    this.#nearby.clear();
    this.#sighted = [];
  }

  /** A live feature's vectors at hand. `rows` is how many the matrix would have if all were in the cell. */
  nearby(feature: string, rows: number): Nearby | undefined {
    if (!this.isLive(feature)) return undefined;
    const known = this.#nearby.get(feature);
    if (known) return known;
    const query = "SELECT length(vector) / 4 AS n FROM vectors WHERE feature = ? LIMIT 1";
    const [any] = this.#storage.sql.exec<{ n: number }>(query, feature).toArray();
    if (!any) return undefined;
    const nearby = new Nearby(any.n, kindFor(rows, any.n));
    for (const { seq, vector } of this.ledger.unseen(feature)) nearby.hold(seq, new Float32Array(vector), true);
    this.#nearby.set(feature, nearby);
    return nearby;
  }

  /**
   * Documents were written or removed: what is at hand of them is out of date. With `rows` in all, another kind of matrix
   * may be due: then what is at hand is made anew, and searches under way ask again.
   */
  follow(after: readonly Entry[], before: readonly Entry[], rows: number): void {
    for (const [feature, nearby] of this.#nearby) {
      if (nearby.kind !== kindFor(rows, nearby.dimensions)) {
        this.#nearby.delete(feature);
        this.#epoch++;
        continue;
      }
      for (const { seq } of before) nearby.release(seq);
      for (const { seq, vectors } of after)
        for (const vector of vectors) if (vector.feature === feature) nearby.hold(seq, vector.values, true);
    }
  }

  /** Searches out there see these. What is under way may have asked before, and keeps them at hand. */
  saw(feature: string, seqs: readonly number[]): void {
    const nearby = this.#nearby.get(feature);
    if (!nearby || seqs.length === 0) return;
    this.#sightings++;
    for (const seq of seqs) {
      const token = nearby.token(seq);
      if (token) this.#sighted.push({ at: this.#sightings, feature, seq, token });
    }
    this.#settle();
  }

  #settle(): void {
    const oldest = Math.min(...Array.from(this.#underWay, ({ since }) => since));
    this.#sighted = this.#sighted.filter(({ at, feature, seq, token }) => {
      if (at > oldest) return true;
      this.#nearby.get(feature)?.settle(seq, token);
      return false;
    });
  }

  /** Runs to the end, and begins again with the answer wherever something outside has to be asked. */
  answering<T>(searches: number, run: (inquiry: Inquiry) => T): T | Promise<T> {
    const inquiry = new Inquiry(searches);
    try {
      return run(inquiry);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return this.#asking(inquiry, error, run, searches);
    }
  }

  async #asking<T>(first: Inquiry, question: Unanswered, run: (inquiry: Inquiry) => T, searches: number): Promise<T> {
    const underWay = { since: this.#sightings, epoch: this.#epoch };
    const until = Date.now() + askingMs;
    this.#underWay.add(underWay);
    try {
      for (let [inquiry, open] = [first, question]; ; ) {
        inquiry.learn(open, Date.now() < until ? await this.#ask(open) : null);
        if (underWay.epoch !== this.#epoch) {
          inquiry = new Inquiry(searches);
          Object.assign(underWay, { since: this.#sightings, epoch: this.#epoch });
        }
        try {
          return run(inquiry);
        } catch (error) {
          if (!(error instanceof Unanswered)) throw error;
          open = error;
        }
      }
    } finally {
      this.#underWay.delete(underWay);
      this.#settle();
      for (const nearby of this.#nearby.values()) nearby.tidy();
    }
  }

  /** Null when there is no answer: the search goes on without, and says so. */
  async #ask({ feature, question }: Unanswered): Promise<SpaceHit[] | null> {
    const place = this.features.get(feature)?.place;
    if (!place || !this.spaces) return null;
    try {
      return await (await this.spaces.open(place)).query(question);
    } catch (error) {
      console.error(`${error}`);
      return null;
    }
  }
}
