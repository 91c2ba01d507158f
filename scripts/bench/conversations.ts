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
  /** Questions that name no turn of the conversation, by kind, and ids of no turn: neither is counted. */
  passedOver: { kinds: string[]; ids: string[] };
}

/** One conversation of a file in LoCoMo form, as far as its members are what they should be. */
export interface Written {
  sample_id?: string;
  conversation: Record<string, unknown>;
  qa: unknown[];
}

type Members = Partial<Record<string, unknown>>;

// The published numbers of the kinds of question.
const KINDS: Partial<Record<string, string>> = {
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

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isWritten = (value: unknown): value is Written =>
  isMembers(value) && isMembers(value.conversation) && Array.isArray(value.qa);

export function readConversation({ conversation, qa }: Written, name: string): Conversation {
  const sessions = Object.keys(conversation)
    .filter((key) => /^session_\d+$/.test(key))
    .sort((a, b) => Number(a.slice(8)) - Number(b.slice(8)));
  const turns = sessions.flatMap((session) => turnsOf(session, conversation));
  const known = new Map<string, string>();
  for (const turn of turns) {
    const id = plain(turn.id);
    // Whatever names an id that two turns have means the first of them.
    if (known.has(id)) turn.id = `${turn.session}/${turns.indexOf(turn)}`;
    else known.set(id, turn.id);
  }
  const passedOver: Conversation["passedOver"] = { kinds: [], ids: [] };
  const asked = qa.flatMap((one): Asked[] => {
    if (!isMembers(one) || typeof one.question !== "string" || one.question.trim() === "") return [];
    const kind = kindOf(one.category);
    const ids = idsOf(one.evidence);
    passedOver.ids.push(...ids.filter((id) => !known.has(plain(id))));
    const evidence = [...new Set(ids.flatMap((id) => known.get(plain(id)) ?? []))];
    if (evidence.length > 0) return [{ question: one.question, evidence, kind }];
    passedOver.kinds.push(kind);
    return [];
  });
  return { name, turns, asked, passedOver };
}

/** A session's turns, none when it is empty. What shows a picture without a word says what the picture shows. */
function turnsOf(session: string, conversation: Members): Turn[] {
  const [list, date] = [conversation[session], conversation[`${session}_date_time`]];
  if (!Array.isArray(list)) return [];
  return list.filter(isMembers).flatMap(({ dia_id, speaker, text, blip_caption }, i) => {
    const said = [text, blip_caption].find((words) => typeof words === "string" && words.trim() !== "");
    if (typeof said !== "string") return [];
    const turn: Turn = {
      id: typeof dia_id === "string" && plain(dia_id) !== "" ? dia_id : `D${session.slice(8)}:${i + 1}`,
      speaker: typeof speaker === "string" ? speaker : "",
      text: said,
      session,
      ...(typeof date === "string" && date !== "" && { date }),
    };
    return [turn];
  });
}

/** Files join ids (`D8:6; D9:17`), pad them (`D30:05`) and misspell them (`D:11:26`); a `D` alone is none. */
const idsOf = (evidence: unknown): string[] =>
  [evidence]
    .flat(2)
    .filter((text) => typeof text === "string")
    .flatMap((text) => text.split(/[;,\s]+/))
    .filter((id) => id !== "");

const plain = (id: string) => (id.match(/\d+/g) ?? []).map(Number).join(":");

/** `1 multi-hop`; a category that is not among the published ones as it is written. */
function kindOf(category: unknown): string {
  const text = typeof category === "number" || typeof category === "string" ? String(category).trim() : "";
  const name = KINDS[text];
  return name ? `${text} ${name}` : text || "unnamed";
}
