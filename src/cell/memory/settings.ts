import { type DecayConfig, type MemoryPolicy, policyOf } from "../../engine/memory/policy";
import type { ConsolidationRun, EntityConfig, SweepCounts } from "./contract";

interface Kept {
  policy: Partial<MemoryPolicy>;
  /** Of the whole organization, as the last call brought it. */
  decay: DecayConfig;
  entities: EntityConfig;
  sweeps: SweepCounts;
  /** Memories that others took in, ever. */
  consolidated: number;
  /** What agents have said of themselves, when it was last done by itself, and the run that is under way. */
  consolidation: {
    agents: Record<string, boolean>;
    lastAt: number | null;
    run: (ConsolidationRun & { after: number }) | null;
  };
  /** The newest first. */
  consolidations: ConsolidationRun[];
}

const unset: Kept = {
  policy: {},
  decay: {},
  entities: { extract_entities: true, entity_types: null },
  sweeps: { expired: 0, faded: 0, runs: 0, lastRunAt: null },
  consolidated: 0,
  consolidation: { agents: {}, lastAt: null, run: null },
  consolidations: [],
};

/** What the namespace has said about its memories. */
export class Settings {
  readonly #sql: SqlStorage;
  #policy: MemoryPolicy | undefined;
  #consolidating: boolean | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Everything filled in. */
  get policy(): MemoryPolicy {
    this.#policy ??= policyOf(this.get("policy"), this.get("decay"));
    return this.#policy;
  }

  /** Whether memories of anybody here are to be put together by themselves. Asked with every call, so kept in mind. */
  get isConsolidating(): boolean {
    this.#consolidating ??=
      this.policy.consolidation_enabled || Object.values(this.get("consolidation").agents).includes(true);
    return this.#consolidating;
  }

  /** Whether the namespace has ever said so itself. */
  has(name: keyof Kept): boolean {
    return this.#sql.exec("SELECT 1 FROM memory_settings WHERE name = ?", name).toArray().length > 0;
  }

  get<K extends keyof Kept>(name: K): Kept[K] {
    const [row] = this.#sql.exec<{ value: string }>("SELECT value FROM memory_settings WHERE name = ?", name);
    return row ? JSON.parse(row.value) : structuredClone(unset[name]);
  }

  set<K extends keyof Kept>(name: K, value: Kept[K]): void {
    const upsert = "ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    this.#sql.exec(`INSERT INTO memory_settings (name, value) VALUES (?, ?) ${upsert}`, name, JSON.stringify(value));
    this.forget();
  }

  /** What is kept in mind is read anew. */
  forget(): void {
    this.#policy = undefined;
    this.#consolidating = undefined;
  }
}
