import type { Id } from "../kit/id";
import type { Pass, Refusal } from "./contract";
import { migrate, newestSchema, type Stride, way } from "./migrations";
import { Snapshots } from "./snapshots";
import { quoted, tableNames } from "./tables";

/** What a founded cell knows of itself. */
interface Deed {
  namespaceId: Id<"namespace">;
  organizationId: Id<"organization">;
  /** `receiving`: it is being filled with what another cell holds, and serves nobody until it is whole. */
  status: "founded" | "receiving" | "retired";
  /** Rises with every change of the namespace's configuration in D1. */
  config: number;
  schema: number;
  /** It was brought to an older schema on purpose, and stays there until somebody asks for another. */
  held?: boolean;
  /** What was wiped: how many rows of each table. */
  erased?: Record<string, number>;
}

const deedKey = "deed";

/** From which schema to which, by which steps. */
export interface Migration {
  from: number;
  to: number;
  steps: Pick<Stride, "from" | "to" | "does">[];
}

/**
 * Decides which calls a cell serves. It reads the deed once, when the cell wakes, and keeps it in step with storage.
 * A cell that was never founded has no table and no key: asking it writes nothing.
 */
export class Gate {
  readonly #storage: DurableObjectStorage;
  /** Key id → the moment from which it opens nothing here. */
  readonly #revoked = new Map<string, number>();
  #deed: Deed | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#deed = storage.kv.get<Deed>(deedKey);
    if (!this.#deed) return;
    if (this.#deed.status !== "retired" && !this.#deed.held) this.#upgrade();
    for (const [key, from] of storage.kv.list<number>({ prefix: "revoked:" }))
      this.#revoked.set(key.slice("revoked:".length), from);
  }

  /** The versions of configuration and schema; 0 for a cell that is not founded. */
  get config() {
    return this.#deed?.config ?? 0;
  }
  get schema() {
    return this.#deed?.schema ?? 0;
  }

  /** Founds the cell, once; true the first time. A second time changes nothing, and a retired cell stays retired. */
  found(
    namespaceId: Id<"namespace">,
    organizationId: Id<"organization">,
    status: "founded" | "receiving" = "founded",
  ): boolean {
    if (this.#deed) return false;
    this.#storage.transactionSync(() => {
      migrate(this.#storage, way(0, newestSchema) ?? [], (schema) => {
        this.#deed = { namespaceId, organizationId, status, config: 1, schema };
      });
      this.#sign({});
    });
    return true;
  }

  /** Whose it is, while it is in use. */
  get organization() {
    return this.#deed?.status === "founded" ? this.#deed.organizationId : undefined;
  }
  get namespace() {
    return this.#deed?.status === "founded" ? this.#deed.namespaceId : undefined;
  }
  get retired() {
    return this.#deed?.status === "retired";
  }
  get serving() {
    return this.#deed?.status === "founded";
  }

  servesFor(organizationId: Id<"organization">): boolean {
    return this.serving && this.#deed?.organizationId === organizationId;
  }

  isReceivingFor(organizationId: Id<"organization">): boolean {
    return this.#deed?.status === "receiving" && this.#deed.organizationId === organizationId;
  }

  /** The cell is whole, and serves from here on. */
  open(): void {
    if (this.#deed?.status === "receiving") this.#sign({ status: "founded" });
  }

  /**
   * Brings the tables to another version and, when that is an older one, holds them there; null when there is no way.
   * `after` is called when they were changed.
   */
  migrateTo(target: number | null, dryRun: boolean, after: () => void): Migration | null {
    const [from, to] = [this.schema, target ?? this.schema];
    const strides = way(from, to);
    if (!strides) return null;
    if (!dryRun && strides.length > 0) {
      this.#migrate(strides);
      after();
    }
    return { from, to, steps: strides.map(({ from, to, does }) => ({ from, to, does })) };
  }

  #migrate(strides: readonly Stride[]): void {
    new Snapshots(this.#storage).closeAll();
    migrate(this.#storage, strides, (schema) => this.#sign({ schema, held: schema < newestSchema }));
  }

  /** A cell whose upgrade fails goes on with the tables it has, and tries again when it wakes. */
  #upgrade(): void {
    const strides = way(this.schema, newestSchema) ?? [];
    try {
      if (strides.length > 0) this.#migrate(strides);
    } catch (error) {
      console.error(error);
    }
  }

  /** Rows of each table; of a wiped cell, those there were. */
  census(): Record<string, number> {
    if (!this.retired) throw new Error("only a retired cell is counted for its erasure, or wiped");
    const { sql } = this.#storage;
    const counted = tableNames(sql).map((name) => [
      name,
      sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${quoted(name)}`).one().n,
    ]);
    return this.#deed?.erased ?? Object.fromEntries(counted);
  }

  /** Leaves nothing but the deed: a retired cell must stay retired, and say what it held. */
  async wipe(): Promise<void> {
    const erased = this.census();
    await this.#storage.deleteAll();
    this.#sign({ erased });
  }

  /** For ever; a cell that was never founded can never be from here. */
  retire(namespaceId: Id<"namespace">, organizationId: Id<"organization">): void {
    this.#deed ??= { namespaceId, organizationId, status: "retired", config: 0, schema: 0 };
    this.#sign({ status: "retired" });
  }

  /** From a moment on (milliseconds since 1970) the key opens nothing here, whatever any cache says. Never later again. */
  revoke(keyId: string, from: number): void {
    if (!this.#deed || (this.#revoked.get(keyId) ?? Number.POSITIVE_INFINITY) <= from) return;
    this.#storage.kv.put(`revoked:${keyId}`, from);
    this.#revoked.set(keyId, from);
  }

  /** Makes every plan made before it stale. */
  reconfigure(): number {
    this.#sign({ config: this.config + 1 });
    return this.config;
  }

  /** Why a call is not to be served; undefined when it is. */
  refusal(pass: Pass): Refusal | undefined {
    if (!this.#deed) return "unfounded";
    if (this.#deed.status === "retired") return "retired";
    if (this.#deed.status === "receiving") return "unfounded";
    if (this.#deed.organizationId !== pass.organizationId) return "foreign";
    if ((this.#revoked.get(pass.keyId) ?? Number.POSITIVE_INFINITY) <= pass.now) return "revoked";
    if (pass.config !== null && pass.config !== this.#deed.config) return "stale";
    return undefined;
  }

  #sign(changes: Partial<Deed>): void {
    if (!this.#deed) return;
    this.#deed = { ...this.#deed, ...changes };
    this.#storage.kv.put(deedKey, this.#deed);
  }
}
