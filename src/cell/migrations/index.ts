import { expiries, expiriesBack } from "./expiries";
import { journal, journalBack } from "./journal";
import { outbox, outboxBack } from "./outbox";
import { remote, remoteBack } from "./remote";
import { v1 } from "./v1";
import { v2 } from "./v2";
import { v3 } from "./v3";
import { v4 } from "./v4";
import { v5, v5Back } from "./v5";

interface SchemaStep {
  /** For whoever asks what a migration would do. */
  does: string;
  up: string;
  /** The way back, where the present code works without the step. */
  down?: string;
}

/** The steps from an empty cell to the newest schema, in order. A landed step is never edited. */
const steps: readonly SchemaStep[] = [
  { does: "Lays documents, their terms and vectors, and what was learned from them.", up: v1 },
  { does: "Lays payload indexes.", up: v2 },
  { does: "Lays packs, which a waking cell reads in place of a row for each document.", up: v3 },
  { does: "Lays memories, sessions and the graph between memories.", up: v4 },
  { does: "Lays what clones and exports are read from; without it there are none.", up: v5, down: v5Back },
  {
    does: "Lays the outbox of events; without it nothing is told of documents and memories.",
    up: outbox,
    down: outboxBack,
  },
  {
    does: "Lays what is known of vectors that a place outside holds a copy of; without it all are searched in the cell.",
    up: remote,
    down: remoteBack,
  },
  {
    does: "Lays the journal of what was done with memories; without it nothing is noted.",
    up: journal,
    down: journalBack,
  },
  {
    does: "Lays when documents expire; without it those that were to expire stay, and none can be given an expiry.",
    up: expiries,
    down: expiriesBack,
  },
];

export const newestSchema = steps.length;
/** From which on there is an outbox. */
export const outboxSchema = steps.findIndex(({ up }) => up === outbox) + 1;
/** From which on vectors may have a copy outside. */
export const remoteSchema = steps.findIndex(({ up }) => up === remote) + 1;
/** From which on documents may expire. */
export const expirySchema = steps.findIndex(({ up }) => up === expiries) + 1;
/** From which on there is a journal. */
export const journalSchema = steps.findIndex(({ up }) => up === journal) + 1;

/** One step of a migration, and the version it comes to. */
export interface Stride {
  from: number;
  to: number;
  does: string;
  sql: string;
}

/** The steps from one version to another, either way; undefined when there is no such way. */
export function way(from: number, to: number): Stride[] | undefined {
  if (to < 1 || to > newestSchema) return undefined;
  const strides: Stride[] = [];
  for (let at = from; at < to; at++) {
    const step = steps[at];
    if (step) strides.push({ from: at, to: at + 1, does: step.does, sql: step.up });
  }
  for (let at = from; at > to; at--) {
    const down = steps[at - 1]?.down;
    if (!down) return undefined;
    strides.push({ from: at, to: at - 1, does: `Takes back: ${steps[at - 1]?.does}`, sql: down });
  }
  return strides;
}

/** Brings a cell's tables from one schema version to another, in one transaction: it is there or where it was. */
export function migrate(
  storage: DurableObjectStorage,
  strides: readonly Stride[],
  note: (version: number) => void,
): void {
  const last = strides.at(-1);
  if (!last) return;
  storage.transactionSync(() => {
    for (const { sql } of strides) storage.sql.exec(sql);
    note(last.to);
  });
}
