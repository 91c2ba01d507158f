import { drizzle } from "drizzle-orm/d1";
import type { Migration } from "../cell/gate";
import type { Id } from "../kit/id";
import { type Alerts, alertsOf } from "./alerts";
import { type Answers, answers } from "./answers";
import { type Catalog, catalog } from "./catalog";
import type { CollectionRow, Config, RetrieverRow } from "./config";
import { type Contents, contents } from "./contents";
import type { KeyRow } from "./keyring";
import { type Makeup, settle } from "./makeup";
import { memoryOf, type Remember } from "./memory";
import type { NamespaceRow } from "./namespaces";
import { barePass, Plot } from "./plot";
import { served } from "./refused";
import { type RetrieverKeys, retrieverKeys } from "./retriever-keys";
import { rows } from "./rows";
import { collections, keys, retrievers } from "./schema";
import { alerts } from "./schema-hooks";
import type { Reach } from "./scope";
import { decayOf } from "./settings";
import { signReceipt } from "./signing";
import { type Snapshot, snapshot } from "./snapshots";

/** Everything one tenant owns, and nothing else. The only road from a route to data. */
export interface Namespace {
  readonly id: Id<"namespace">;
  readonly row: NamespaceRow;
  readonly key: KeyRow;
  readonly now: number;
  readonly documents: Contents;
  /** What its searches were answered before. */
  readonly answers: Answers;
  readonly collections: Catalog<CollectionRow, Omit<typeof collections.$inferInsert, "namespaceId">>;
  readonly retrievers: Catalog<RetrieverRow, Omit<typeof retrievers.$inferInsert, "namespaceId">>;
  readonly retrieverKeys: RetrieverKeys;
  readonly alerts: Alerts;
  /** What its agents remember. */
  readonly memory: Remember;
  /** Signs a receipt for something that was erased. */
  sign(receipt: Record<string, unknown>): Promise<string>;
  /** The contents as they were when it was opened, under a name of the caller's choice. */
  snapshot(name: string): Snapshot;
  /** Changes what the namespace was founded with. */
  settle(makeup: Makeup): Promise<void>;
  /** The schema of the namespace's cell, and the way to another; null when there is none. */
  migrate(target: number | null, dryRun: boolean): Promise<Migration | null>;
}

/** Made at the door alone. Each part is made when it is asked for: most requests ask for one. */
export class Opened implements Namespace {
  readonly id: Id<"namespace">;
  readonly row: NamespaceRow;
  readonly key: KeyRow;
  readonly now: number;
  readonly #env: Env;
  readonly #reach: Reach;
  readonly #plot: Plot;

  constructor(env: Env, key: KeyRow, row: NamespaceRow, reach: Reach, now: number) {
    this.id = row.id;
    this.row = row;
    this.key = key;
    this.now = now;
    this.#env = env;
    this.#reach = reach;
    const collections = reach.collections && [...reach.collections];
    this.#plot = new Plot(env, { id: row.id, key, now, collections });
  }

  get documents() {
    return contents(this.#plot);
  }
  get answers() {
    return answers(this.#env, this.#plot);
  }
  get collections() {
    const remembered = (config: Config) => config.collections;
    const mine = rows(drizzle(this.#env.DB), collections, { namespaceId: this.id });
    return catalog(mine, { table: collections, plot: this.#plot, only: this.#reach.collections, remembered });
  }
  get retrievers() {
    const remembered = (config: Config) => config.retrievers;
    const mine = rows(drizzle(this.#env.DB), retrievers, { namespaceId: this.id });
    return catalog(mine, { table: retrievers, plot: this.#plot, only: this.#reach.retrievers, remembered });
  }
  get retrieverKeys() {
    const owner = { organizationId: this.row.organizationId, namespaceId: this.id };
    return retrieverKeys(rows(drizzle(this.#env.DB), keys, owner), this.#plot);
  }
  get alerts() {
    const mine = rows(drizzle(this.#env.DB), alerts, { namespaceId: this.id });
    // A key that may see parts of a namespace only sees no alerts: they run over whatever their retriever does.
    const only = this.#reach.collections || this.#reach.retrievers ? [] : null;
    const owner = { organizationId: this.row.organizationId, namespaceId: this.id };
    const all = catalog(mine, { table: alerts, plot: this.#plot, only, remembered: () => new Map() });
    return alertsOf(this.#env, owner, all);
  }
  get memory() {
    return memoryOf(this.#plot, () => decayOf(this.#env, this.row.organizationId, this.now));
  }
  sign(receipt: Record<string, unknown>) {
    return signReceipt(this.#env, receipt, this.now);
  }
  snapshot(name: string) {
    return snapshot(this.#plot, name);
  }
  settle(makeup: Makeup) {
    return settle(this.#env, this.#plot, makeup);
  }
  migrate(target: number | null, dryRun: boolean) {
    return served(this.#plot.cell.migrate(barePass(this.#plot), target, dryRun));
  }
}
