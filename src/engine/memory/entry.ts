import { analyse, type Terms } from "../text/terms";
import { DAY, type Span } from "./calendar";
import { momentOf } from "./moment";
import { datesIn, speaksOfTime } from "./when";

/** A memory as it was stored, as far as recall looks at it. */
export interface StoredMemory {
  content: string;
  metadata?: Readonly<Record<string, unknown>> | null;
  session_id?: string | null;
  /** When it became true: Unix seconds or milliseconds, or a date as `momentOf` reads it. */
  valid_from?: number | string | null;
  /** When it was stored. */
  created_at?: number | string | null;
}

/** What recall keeps of a memory: all of it is made from the memory alone and fits into one row of a table. */
export interface RecallEntry {
  /** The order of storing; unique, never negative. */
  seq: number;
  /** The words of the content. */
  terms: Terms;
  /** Who said it. */
  speaker?: string;
  /** The conversation it is a turn of. */
  session?: string;
  /** Its place among the turns of the session; `seq` where the caller gave none. */
  place?: number;
  /** The moment it speaks from, in milliseconds of UTC. */
  at?: number;
  /** The times it speaks of, seen from `at`: whoever says "yesterday" on the 8th tells of the 7th. */
  told?: Span[];
  /** A sum of `IS_QUESTION`, `SPEAKS_OF_TIME` and `SPEAKS_OF_SELF`. */
  traits: number;
}

export const IS_QUESTION = 1;
export const SPEAKS_OF_TIME = 2;
export const SPEAKS_OF_SELF = 4;

const SPEAKER_KEYS = ["speaker", "speaker_name", "author", "name", "role"];
const SESSION_KEYS = ["session_id", "session", "conversation_id", "thread_id"];
const PLACE_KEYS = ["turn", "turn_index", "turn_id", "order", "position"];
const DATE_KEYS = ["session_date_time", "session_date", "date_time", "datetime", "date", "timestamp", "time"];

const PREFIX = /^(\p{Lu}[\p{L}'’.-]{0,30}(?: \p{Lu}[\p{L}'’.-]{0,30}){0,2}|user|assistant|human|ai|agent|system):\s/u;
// Words that stand before a colon and are nobody's name.
const LABELS = new Set(
  "note notes summary important reminder warning fact facts update example question answer re subject todo tip".split(
    " ",
  ),
);

/** What recall keeps of a memory: the signals of a conversation where the caller gave them, and nothing where not. */
export function readMemory(seq: number, memory: StoredMemory): RecallEntry {
  const { content } = memory;
  const metadata = memory.metadata ?? {};
  const session = [memory.session_id, ...SESSION_KEYS.map((key) => metadata[key])].find(isName);
  const speaker = speakerOf(content, metadata);
  const place = PLACE_KEYS.map((key) => metadata[key]).find((value) => typeof value === "number");
  const at = [memory.valid_from, ...DATE_KEYS.map((key) => metadata[key]), memory.created_at]
    .map(momentOf)
    .find((moment) => moment !== undefined);
  const aboutTime = speaksOfTime(content);
  const told = at === undefined || !aboutTime ? [] : toldIn(content, at);
  return {
    seq,
    terms: analyse(content).terms,
    ...(speaker !== undefined && { speaker }),
    ...(session !== undefined && { session: String(session) }),
    ...(typeof place === "number" && Number.isFinite(place) && { place }),
    ...(at !== undefined && { at }),
    ...(told.length > 0 && { told }),
    traits:
      (isQuestion(content) ? IS_QUESTION : 0) |
      (aboutTime ? SPEAKS_OF_TIME : 0) |
      (speaksOfSelf(content) ? SPEAKS_OF_SELF : 0),
  };
}

/** The first few stretches of time that a text names, none longer than a month: "last year" is no date. */
function toldIn(content: string, at: number): Span[] {
  return datesIn(content.slice(0, 2_000), at)
    .filter((date) => "from" in date)
    .filter(({ from, to }) => to - from <= 31 * DAY)
    .slice(0, 4);
}

const isName = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value !== "" && value.length <= 200);

function speakerOf(content: string, metadata: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of SPEAKER_KEYS) {
    const value = metadata[key];
    if (typeof value === "string" && value.trim() !== "" && value.length <= 100) return value.trim();
  }
  const name = PREFIX.exec(content)?.[1];
  return name !== undefined && !LABELS.has(name.toLowerCase()) ? name : undefined;
}

/** Whether at least half of a text is sentences that end in a question mark. */
export function isQuestion(text: string): boolean {
  if (!text.includes("?")) return false;
  let asked = 0;
  let all = 0;
  for (const [sentence] of text.matchAll(/[^.!?]+[.!?]*/g)) {
    const length = sentence.trim().length;
    all += length;
    if (sentence.trimEnd().endsWith("?")) asked += length;
  }
  return asked * 2 >= all;
}

const FIRST_PERSON = /\b(?:i|me|my|mine|myself|we|us|our|ours|ourselves)\b/gi;
const SECOND_PERSON = /\b(?:you|your|yours|yourself|yourselves)\b/gi;

/** Whether a text speaks more of who says it than of who hears it: lives are told so, and praised the other way round. */
export function speaksOfSelf(text: string): boolean {
  const own = text.match(FIRST_PERSON)?.length ?? 0;
  return own > 0 && own > (text.match(SECOND_PERSON)?.length ?? 0);
}
