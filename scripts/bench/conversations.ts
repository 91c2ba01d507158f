import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface Turn {
  id: string;
  speaker: string;
  text: string;
  /** `session_3`, and the date it was held on, as the file writes it. */
  session: string;
  date?: string;
}

export interface Asked {
  question: string;
  /** Ids of the turns that hold the answer. */
  evidence: string[];
  kind: string;
}

export interface Conversation {
  name: string;
  turns: Turn[];
  asked: Asked[];
}

interface WrittenTurn {
  speaker?: string;
  dia_id: string;
  text?: string;
}

/** One conversation of a file in LoCoMo form. */
export interface Written {
  sample_id?: string;
  conversation: Record<string, string | WrittenTurn[]>;
  qa: { question: string; evidence?: string | string[]; category?: number | string }[];
}

// The published numbers of the kinds of question.
const KINDS: Record<string, string> = {
  "1": "multi-hop",
  "2": "temporal",
  "3": "open",
  "4": "single-hop",
  "5": "adversarial",
};

/** Every conversation of the JSON files of a folder that are in LoCoMo form; other files are passed over. */
export async function readConversations(folder: string): Promise<Conversation[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".json")).sort();
  const found: Conversation[] = [];
  for (const file of files) {
    const json = parsed(await readFile(join(folder, file), "utf8"));
    const written = (Array.isArray(json) ? json : [json]).filter(isWritten);
    found.push(...written.map((one, i) => readConversation(one, one.sample_id ?? `${file} ${i + 1}`)));
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isWritten(value: unknown): value is Written {
  return typeof value === "object" && value !== null && "conversation" in value && "qa" in value;
}

export function readConversation({ conversation, qa }: Written, name: string): Conversation {
  const sessions = Object.keys(conversation)
    .filter((key) => /^session_\d+$/.test(key))
    .sort((a, b) => Number(a.slice(8)) - Number(b.slice(8)));
  const turns = sessions.flatMap((session) => {
    const [list, date] = [conversation[session], conversation[`${session}_date_time`]];
    if (!Array.isArray(list)) return [];
    return list.map(({ dia_id, speaker = "", text = "" }) => ({
      id: dia_id,
      speaker,
      text,
      session,
      ...(typeof date === "string" && { date }),
    }));
  });
  const known = new Map(turns.map(({ id }) => [plain(id), id]));
  const asked = qa.flatMap(({ question, evidence = [], category = "" }) => {
    // Files join ids (`D8:6; D9:17`), pad them (`D30:05`) and misspell them (`D:11:26`).
    const ids = [evidence].flat().flatMap((text) => text.split(/[;,\s]+/));
    const gold = new Set(ids.flatMap((id) => known.get(plain(id)) ?? []));
    const kind = KINDS[category] ? `${category} ${KINDS[category]}` : String(category || "all");
    return gold.size > 0 ? [{ question, evidence: [...gold], kind }] : [];
  });
  return { name, turns, asked };
}

const plain = (id: string) => (id.match(/\d+/g) ?? []).map(Number).join(":");
