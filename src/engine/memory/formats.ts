import { readCsv, writeCsv } from "../../kit/csv";

/** How memories are written for other programs. */
export const memoryFormats = ["jsonl", "csv", "mem0", "zep"] as const;
export type MemoryFormat = (typeof memoryFormats)[number];

/** A memory as it is carried. Moments in Unix seconds. */
export interface Carried {
  id: string;
  agent_id: string;
  content: string;
  memory_type: string;
  importance: number;
  tags: string[];
  session_id: string | null;
  metadata: Record<string, unknown> | null;
  created_at: number;
  updated_at: number;
}

const columns = ["id", "agent_id", "content", "importance", "tags", "created_at", "memory_type"] as const;

export function writeMemories(memories: readonly Carried[], format: MemoryFormat): string {
  if (format === "jsonl") return memories.map((one) => `${JSON.stringify(one)}\n`).join("");
  if (format === "csv") return writeCsv([columns, ...memories.map((one) => columns.map((name) => cell(one[name])))]);
  return JSON.stringify(format === "mem0" ? memories.map(asMem0) : memories.map(asZep));
}

/** A list is JSON in its cell. */
const cell = (value: string | number | string[]) => (Array.isArray(value) ? JSON.stringify(value) : `${value}`);

const moment = (seconds: number) => new Date(seconds * 1000).toISOString();

const asMem0 = ({ content, tags, session_id, created_at, updated_at, ...one }: Carried) => ({
  id: one.id,
  memory: content,
  agent_id: one.agent_id,
  run_id: session_id,
  categories: tags,
  metadata: one.metadata,
  memory_type: one.memory_type,
  importance: one.importance,
  created_at: moment(created_at),
  updated_at: moment(updated_at),
});

const asZep = ({ id, content, created_at, updated_at, ...one }: Carried) => ({
  uuid: id,
  content,
  role: one.agent_id,
  role_type: "assistant",
  session_id: one.session_id,
  metadata: one.metadata,
  tags: one.tags,
  memory_type: one.memory_type,
  importance: one.importance,
  created_at: moment(created_at),
  updated_at: moment(updated_at),
});

/** What a text looks like, for whoever does not say. */
export function formatOf(data: unknown): MemoryFormat {
  if (typeof data !== "string") return "jsonl";
  const whole = listIn(jsonOf(data));
  if (whole) return whole.some((one) => typeof one === "object" && one !== null && "uuid" in one) ? "zep" : "mem0";
  return /^\s*(\{|$)/.test(data) ? "jsonl" : "csv";
}

/** What a text, or a value that was JSON, brings one by one, not looked at yet. Undefined for what is not of the format. */
export function readMemories(data: unknown, format: MemoryFormat): unknown[] | undefined {
  if (typeof data !== "string") return listIn(data);
  if (format === "csv") return fromCsv(data);
  if (format !== "jsonl") return listIn(jsonOf(data));
  const lines = data.split("\n").filter((line) => line.trim() !== "");
  return lines.map(jsonOf);
}

/** The list itself, or the one in an object around it. */
function listIn(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(
    ([key, inner]) => /^(results|memories|messages|facts)$/.test(key) && Array.isArray(inner),
  )?.[1];
}

/** Undefined for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromCsv(text: string): unknown[] | undefined {
  const [names, ...lines] = readCsv(text.replace(/^\ufeff/, "")) ?? [];
  if (!names?.includes("content")) return undefined;
  return lines.map((line) =>
    Object.fromEntries(
      names.flatMap((name, i) => {
        const value = line[i] ?? "";
        return value === "" ? [] : [[name, name === "tags" ? tagsIn(value) : value]];
      }),
    ),
  );
}

/** A JSON list, as it is written here, or texts between semicolons. */
function tagsIn(text: string): unknown {
  if (text.startsWith("[")) return jsonOf(text);
  return text
    .split(";")
    .map((tag) => tag.trim())
    .filter(Boolean);
}
