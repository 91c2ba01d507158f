import { eventMatches } from "../kit/event";
import { newId } from "../kit/id";
import type { NotedEvent } from "./contract";
import { outboxSchema } from "./migrations";

interface Subscribed {
  /** Which word on who listens this is: an older one that comes later is not believed. */
  revision: number;
  patterns: string[];
}

const key = "subscribed";

/** What is worth telling: an event before it has an id. */
export interface Occurrence {
  type: string;
  subjectType: string;
  subjectId: string;
  collectionId?: string | null;
  now: number;
  data?: Record<string, unknown>;
}

/**
 * Events on their way out. `note` is called inside the transaction of the change, so that an event is there exactly when
 * its change is; where nobody listens it costs one look at a short list, and nothing is written.
 */
export class Outbox {
  readonly #storage: DurableObjectStorage;
  readonly #schema: () => number;
  #subscribed: Subscribed;
  #wanted = new Map<string, boolean>();

  /** `schema` is the cell's present one: in an older one there is no outbox, and nothing is told. */
  constructor(storage: DurableObjectStorage, schema: () => number) {
    this.#storage = storage;
    this.#schema = schema;
    this.#subscribed = storage.kv.get<Subscribed>(key) ?? { revision: 0, patterns: [] };
  }

  subscribe(revision: number, patterns: string[]): void {
    if (revision <= this.#subscribed.revision) return;
    this.#subscribed = { revision, patterns };
    this.#wanted = new Map();
    this.#storage.kv.put(key, this.#subscribed);
  }

  wants(type: string): boolean {
    const known = this.#wanted.get(type);
    if (known !== undefined) return known;
    const wanted = this.#subscribed.patterns.some((pattern) => eventMatches(pattern, type));
    this.#wanted.set(type, wanted);
    return wanted;
  }

  get #isLaid() {
    return this.#schema() >= outboxSchema;
  }

  note({ type, subjectType, subjectId, collectionId = null, now, data = {} }: Occurrence): void {
    if (!this.wants(type) || !this.#isLaid) return;
    this.#storage.sql.exec(
      "INSERT INTO outbox (id, type, subject_type, subject_id, collection_id, occurred_at, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
      newId("event"),
      type,
      subjectType,
      subjectId,
      collectionId,
      now,
      JSON.stringify(data),
    );
  }

  get isEmpty(): boolean {
    if (this.#subscribed.revision === 0 || !this.#isLaid) return true;
    return this.#storage.sql.exec<{ n: number }>("SELECT EXISTS (SELECT 1 FROM outbox) AS n").one().n === 0;
  }

  /** Lets go of what has arrived, up to this sequence, and gives the oldest of what has not. */
  next(arrived: number, limit: number): NotedEvent[] {
    if (!this.#isLaid) return [];
    if (arrived > 0) this.#storage.sql.exec("DELETE FROM outbox WHERE seq <= ?", arrived);
    const rows = this.#storage.sql.exec<{
      seq: number;
      id: string;
      type: string;
      subject_type: string;
      subject_id: string;
      collection_id: string | null;
      occurred_at: number;
      data: string;
    }>("SELECT * FROM outbox ORDER BY seq LIMIT ?", limit);
    return [...rows].map((row) => ({
      sequence: row.seq,
      id: row.id,
      type: row.type,
      subjectType: row.subject_type,
      subjectId: row.subject_id,
      collectionId: row.collection_id,
      occurredAt: row.occurred_at,
      data: row.data,
    }));
  }
}
