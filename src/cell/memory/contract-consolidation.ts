/** What was put together, by whose word. */
export interface ConsolidationRun {
  at: number;
  trigger: "schedule" | "request";
  scanned: number;
  groups: { agentId: string; anchor: string; removed: string[] }[];
}

/** Without an agent it is the namespace's own. */
export interface ConsolidationCall {
  ask: {
    agentId: string | null;
    change: { enabled?: boolean; threshold?: number; intervalHours?: number } | null;
  };
  answer: {
    enabled: boolean;
    threshold: number;
    intervalHours: number;
    lastAt: number | null;
    runs: ConsolidationRun[];
  };
}
