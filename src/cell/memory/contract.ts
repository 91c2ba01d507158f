import type { FeedbackSignal } from "../../engine/memory/decay";
import type { MemoryPolicy, MemoryType } from "../../engine/memory/policy";
import type { RecallParts } from "../../engine/memory/ranking";
import type { RecallWeights } from "../../engine/memory/weights";
import type { Brought } from "./brought";
import type { ConsolidationCall } from "./contract-consolidation";
import type { Graph, GraphEdge } from "./contract-graph";
import type { JournalCall } from "./contract-journal";

export type { ConsolidationRun } from "./contract-consolidation";
export type { Graph, GraphEdge, GraphNode } from "./contract-graph";
export type { JournalEvent, JournalType } from "./contract-journal";

/** A memory to be stored. Moments in milliseconds. */
export interface MemoryDraft {
  id: string;
  agentId: string;
  sessionId: string | null;
  type: MemoryType;
  content: string;
  importance: number;
  tags: string[];
  metadata: Record<string, unknown> | null;
  expiresAt: number | null;
  validFrom: number | null;
}

/** A memory as it stands now. */
export interface Kept extends MemoryDraft {
  createdAt: number;
  updatedAt: number;
  lastAccessedAt: number | null;
  accessCount: number;
  /** What decay has left of the importance. */
  currentImportance: number;
  /** When it will be gone: its own expiry or the policy's; null for never. */
  goneAt: number | null;
}

/** Which memories are meant: all that meet every condition given. Without any it means all of them. */
export interface Choice {
  ids?: string[];
  agentId?: string;
  sessionId?: string;
  type?: MemoryType;
  /** Those that have all of these. */
  tags?: string[];
  minImportance?: number;
  maxImportance?: number;
  /** From this moment on. */
  createdFrom?: number;
  /** Before this moment. */
  createdBefore?: number;
}

export type Routing = "auto" | "hybrid" | "bm25" | "vector";

export interface Recall {
  query: string;
  topK: number;
  choice: Choice;
  routing: Routing;
  /** What vectors weigh against words, 0 to 1; null for what is usual. */
  vectorWeight: number | null;
  weights: Partial<RecallWeights>;
  explain: boolean;
  /** Edges to follow from what was found, and how many of the memories there to give. */
  associated: { depth: number; cap: number; minWeight: number } | null;
}

export interface Found {
  memory: Kept;
  score: number;
  relevance: number;
  /** By its own words, speaker and date alone. */
  text: number;
  /** The cosine, where vectors were asked. */
  vector: number | null;
  parts: RecallParts | null;
  /** Edges away from what was found. */
  depth: number;
}

export interface Session {
  id: string;
  agentId: string;
  startedAt: number;
  endedAt: number | null;
  endedReason: string | null;
  summary: string | null;
  metadata: Record<string, unknown> | null;
  lastActivityAt: number;
  idleTimeoutSecs: number | null;
  memoryCount: number;
}

export interface AgentStats {
  agentId: string;
  memories: number;
  sessions: number;
  activeSessions: number;
  byType: Record<string, number>;
  meanImportance: number;
  oldestAt: number | null;
  newestAt: number | null;
  accesses: number;
}

export interface FeedbackEntry {
  signal: string;
  said: string | null;
  at: number;
  oldImportance: number;
  newImportance: number;
}

export interface SweepCounts {
  expired: number;
  faded: number;
  runs: number;
  lastRunAt: number | null;
  /** Of the last run. */
  last?: { looked: number; expired: number; faded: number };
}

export interface EntityConfig {
  extract_entities: boolean;
  entity_types: string[] | null;
}

type Follow = { types: string[] | null; minWeight: number };
type Page = { limit: number; offset: number };

/** Everything the cell does with memories: what is asked, and what is answered. Both cross as JSON text. */
export interface MemoryCalls {
  store: {
    ask: { drafts: MemoryDraft[]; dedup: boolean | null };
    /** `taken`: an id belongs to a memory of another agent, and nothing was stored. */
    answer: { taken: string | null; stored: { memory: Kept; created: boolean }[]; endedSessions: string[] };
  };
  get: { ask: { id: string }; answer: Kept | null };
  update: {
    ask: { id: string; changes: Partial<Pick<MemoryDraft, "content" | "metadata" | "type" | "importance" | "tags">> };
    answer: Kept | null;
  };
  forget: {
    ask: { choice: Choice; withSessions: boolean };
    /** How many rows of each kind went. */
    answer: { memories: number; sessions: number; edges: number; entities: number; entries: number; feedback: number };
  };
  recall: { ask: Recall; answer: { found: Found[]; associated: Found[] } };
  list: {
    /** `counted` has everything looked at and counted; without it no more than the page is read. */
    ask: { choice: Choice; limit: number; offset: number; after: number | null; counted: boolean };
    /** `next`: the number behind which the next page starts. `total`: of all there are, `filtered`: of those meant. */
    answer: { memories: Kept[]; counts: { total: number; filtered: number } | null; next: number | null };
  };
  feedback: {
    ask: { id: string; signal: FeedbackSignal; said: string | null };
    answer: { importance: number } | null;
  };
  feedbackOf: { ask: { id: string }; answer: { entries: FeedbackEntry[] } | null };
  feedbackSummary: {
    ask: { agentId: string | null };
    answer: { counts: Record<string, number>; memories: number; flagged: number; meanImportance: number };
  };
  consolidate: {
    ask: { choice: Choice; threshold: number | null; dryRun: boolean };
    answer: { scanned: number; groups: { anchor: Kept; removed: string[] }[] };
  };
  consolidation: ConsolidationCall;
  journal: JournalCall;
  agents: { ask: { agentId: string | null }; answer: AgentStats[] };
  enrol: { ask: { agentId: string }; answer: { created: boolean } };
  wakeUp: { ask: { agentId: string | null; topN: number; minImportance: number }; answer: Kept[] };
  startSession: {
    ask: { id: string; agentId: string; metadata: Record<string, unknown> | null; idleTimeoutSecs: number | null };
    answer: { taken: boolean; session: Session | null };
  };
  endSession: { ask: { id: string; summary: string | null }; answer: Session | null };
  touchSession: { ask: { id: string }; answer: Session | null };
  session: { ask: { id: string }; answer: Session | null };
  sessions: {
    ask: { agentId: string | null; activeOnly: boolean } & Page;
    answer: { sessions: Session[]; total: number };
  };
  policy: { ask: { change: Partial<MemoryPolicy> | null }; answer: { policy: MemoryPolicy; consolidated: number } };
  entityConfig: { ask: { change: EntityConfig | null }; answer: EntityConfig };
  link: {
    ask: { id: string; targetId: string; type: string; weight: number };
    answer: GraphEdge | null;
  };
  graph: { ask: { id: string; depth: number; limit: number } & Follow; answer: Graph | null };
  path: {
    ask: { from: string; to: string; hops: number };
    answer: { found: { nodes: string[]; edges: GraphEdge[] } | null } | null;
  };
  fullGraph: { ask: { agentId: string | null; maxNodes: number; maxEdges: number } & Follow; answer: Graph };
  entitiesOf: {
    ask: { id: string };
    answer: { entities: { entity_type: string; value: string; score: number }[]; content: string } | null;
  };
  /** Does a slice of what else would be done in the background; `more` when something may be left. */
  settle: { ask: { limit: number }; answer: { more: boolean } };
  take: {
    ask: { brought: Brought[] };
    /** `taken`: those whose ids belong to another agent here, by place; when there are some, nothing was stored. */
    answer: { taken: number[] };
  };
  decayStats: { ask: Record<never, never>; answer: SweepCounts };
}

export type MemoryVerb = keyof MemoryCalls;
export type AskOf<V extends MemoryVerb> = MemoryCalls[V]["ask"];
export type AnswerOf<V extends MemoryVerb> = MemoryCalls[V]["answer"];

/** What is answered in place of a call that the namespace's own policy does not let in: how many may, and seconds to wait. */
export interface Limited {
  limited: { limit: number; retryAfter: number };
}
