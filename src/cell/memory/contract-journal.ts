export const journalTypes = [
  "stored",
  "recalled",
  "forgotten",
  "consolidated",
  "importance_updated",
  "session_started",
  "session_ended",
] as const;
export type JournalType = (typeof journalTypes)[number];

export interface JournalEvent {
  number: number;
  at: number;
  type: JournalType;
  agentId: string | null;
  /** Ids and numbers. */
  details: Record<string, string | number | boolean | string[] | null>;
}

/** The newest first; moments in milliseconds, both bounds included. `before`: the number that a page goes on behind. */
export interface JournalCall {
  ask: {
    agentId: string | null;
    type: JournalType | null;
    from: number | null;
    to: number | null;
    before: number | null;
    limit: number;
  };
  answer: { events: JournalEvent[]; total: number; next: number | null };
}
