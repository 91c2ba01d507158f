import type { MemoryPolicy } from "../../engine/memory/policy";
import type { EntityConfig, FeedbackEntry, MemoryDraft, Session } from "./contract";

/** What another namespace's export brings, as it was there: memories are named by their ids. Moments in milliseconds. */
export type Brought =
  | { kind: "policy"; policy: Partial<MemoryPolicy> }
  | { kind: "entityConfig"; config: EntityConfig }
  | ({ kind: "session" } & Omit<Session, "memoryCount">)
  | ({ kind: "memory" } & BroughtMemory)
  | { kind: "entity"; memoryId: string; type: string; name: string; score: number }
  | { kind: "edge"; source: string; target: string; type: string; weight: number; drawn: boolean; createdAt: number }
  /** `number` counts what was said of one memory, from 1 on. */
  | ({ kind: "feedback"; memoryId: string; number: number } & FeedbackEntry);

export interface BroughtMemory extends MemoryDraft {
  createdAt: number;
  updatedAt: number;
  lastAccessedAt: number | null;
  accessCount: number;
  flagged: boolean;
  /** Its entities and edges come along, and need not be drawn. */
  drawn: boolean;
}
