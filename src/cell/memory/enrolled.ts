import type { AnswerOf, AskOf } from "./contract";
import type { Room } from "./room";

/** Agents that were made before they had anything to say lie among the settings, a row each, with when that was. */
const prefix = "agent:";

/** Makes an agent known; the empty id is the namespace's own. It is new when nobody has spoken of it, and it has neither memories nor sessions. */
export function enrol({ sql }: Room, { agentId }: AskOf<"enrol">, now: number): AnswerOf<"enrol"> {
  const [known] = sql.exec(
    `SELECT 1 FROM memories WHERE agent_id = ?1 UNION ALL SELECT 1 FROM memory_sessions WHERE agent_id = ?1
     UNION ALL SELECT 1 FROM memory_settings WHERE name = ?2 LIMIT 1`,
    agentId,
    prefix + agentId,
  );
  if (known) return { created: false };
  sql.exec("INSERT INTO memory_settings (name, value) VALUES (?, ?)", prefix + agentId, String(now));
  return { created: true };
}

export function enrolled(sql: SqlStorage, agentId: string | null): string[] {
  const rows = sql.exec<{ name: string }>(
    "SELECT name FROM memory_settings WHERE name >= ?1 AND name < ?2 AND (?3 IS NULL OR name = ?1 || ?3)",
    prefix,
    "agent;",
    agentId,
  );
  return Array.from(rows, ({ name }) => name.slice(prefix.length));
}

export function strikeOff(sql: SqlStorage, agentId: string | undefined): void {
  for (const id of enrolled(sql, agentId ?? null)) sql.exec("DELETE FROM memory_settings WHERE name = ?", prefix + id);
}
