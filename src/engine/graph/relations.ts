import type { Mention } from "./mentions";

export type RelationType =
  | "works_at"
  | "studies_at"
  | "lives_in"
  | "born_in"
  | "located_in"
  | "married_to"
  | "parent_of"
  | "child_of"
  | "sibling_of"
  | "friend_of"
  | "founded"
  | "reports_to"
  | "met";

/** What a text says of two of its names. */
export interface Relation {
  subject: string;
  relation: RelationType;
  object: string;
}

/** What a relation says of one of its ends. */
export interface Related {
  entity_type: "person" | "location" | "organization";
}

interface Rule {
  relation: RelationType;
  subject: Related["entity_type"];
  object: Related["entity_type"];
  /** The text between the two names. */
  between: RegExp;
  /** The text before the object when the subject is the speaker. */
  said?: RegExp;
}

const rule = (
  relation: RelationType,
  [subject, object]: [Related["entity_type"], Related["entity_type"]],
  between: string,
  said?: string,
): Rule => ({
  relation,
  subject,
  object,
  between: new RegExp(
    `^(?:,? who)?(?: has| had| is| was| now| also| still| currently| just| recently){0,3} ${between} $`,
    "i",
  ),
  ...(said !== undefined && {
    said: new RegExp(
      `\\bI(?:['’]ve|['’]m|['’]d)?(?: have| am| was| now| also| still| currently| just| recently| been){0,3} ${said} $`,
      "i",
    ),
  }),
});

const AS = "(?: as (?:an? |the )?[a-z -]{1,40}?)?(?: (?:part|full)[- ]time)?";
const WORK = `(?:work(?:s|ed|ing)?${AS} (?:at|for)|joined|employed (?:at|by)|hired by|got a job at|an? [a-z -]{1,40}? at)(?: the)?`;
const LIVE =
  "(?:liv(?:e|es|ed|ing) in|mov(?:e|es|ed|ing)(?: back)? to|resid(?:e|es|ed|ing) in|settled in|based in)(?: the)?";
const STUDY =
  "(?:stud(?:y|ies|ied|ying)(?: [a-z ]{1,30}?)? at|graduated from|enrolled at|attend(?:s|ed|ing)?|a student at)(?: the)?";

const rules: Rule[] = [
  rule("studies_at", ["person", "organization"], STUDY, STUDY),
  rule("works_at", ["person", "organization"], WORK, WORK),
  rule("born_in", ["person", "location"], "(?:born|grew up|raised) in(?: the)?", "(?:born|grew up|raised) in(?: the)?"),
  rule("located_in", ["organization", "location"], "(?:headquartered|located) in(?: the)?"),
  rule("lives_in", ["person", "location"], LIVE, LIVE),
  rule("married_to", ["person", "person"], "(?:married(?: to)?|engaged to)", "(?:married(?: to)?|engaged to)"),
  rule("founded", ["person", "organization"], "(?:co-?)?founded", "(?:co-?)?founded"),
  rule("reports_to", ["person", "person"], "reports? to", "report to"),
  rule(
    "friend_of",
    ["person", "person"],
    "(?:friends with|(?:a|the best|best|close) friends? (?:of|with))",
    "(?:friends with|(?:best|close) friends with)",
  ),
  rule(
    "met",
    ["person", "person"],
    "(?:met(?: with)?|had (?:lunch|dinner|coffee) with)",
    "(?:met(?: with)?|had (?:lunch|dinner|coffee) with)",
  ),
];

const KIN: [RegExp, RelationType][] = [
  [/^(?:wife|husband|spouse|fianc[ée]e?|partner)$/i, "married_to"],
  [/^(?:sister|brother|sibling|twin)$/i, "sibling_of"],
  [/^(?:son|daughter|child|kid)$/i, "parent_of"],
  [/^(?:mother|father|mom|mum|dad|parent)$/i, "child_of"],
  [/^friend$/i, "friend_of"],
];
// `Ann's sister Eva` and `my older sister, Eva`: the relative is named behind the word.
const OF_OTHER = /^['’]s (?:\w{1,12} )?(?:best |older |younger |little |big |late )?([a-zé]+),? $/i;
const OF_SPEAKER =
  /\bmy (?:best |older |younger |little |big |late |oldest |youngest )?([a-zé]+)(?:,| is called| is named| named)? $/i;
// `Eva is Ann's sister` says it with the word behind.
const IS_OF = /^ (?:is|was) $/;
const POSSESSED = /^['’]s (?:best |older |younger |little |big |late )?([a-zé]+)\b/i;
const FARTHEST = 80;

/**
 * Relations between names that follow each other, by the words between them; `I` and `my` are the speaker, where one is
 * given. `ends` tells what a relation says of the names it connects.
 */
export function relationsBetween(text: string, mentions: readonly Mention[], speaker?: string) {
  const relations: Relation[] = [];
  const ends = new Map<Mention, Related>();
  const clauses = new Map<Mention, Mention>(); // what a clause ended with, and whom it was about
  mentions.forEach((object, i) => {
    const place = placeOf(text, object, mentions[i - 1], clauses);
    const verb = byVerb(place);
    const read = verb ?? byKin(place, text);
    if (!read) return;
    const { subject } = place;
    ends.set(object, { entity_type: read.object });
    if (read.whose !== "speaker" && subject) ends.set(subject, { entity_type: read.subject });
    if (verb?.whose === "subject" && subject) clauses.set(object, subject);
    const [first, second] = {
      subject: [subject?.text, object.text],
      object: [object.text, subject?.text],
      speaker: [speaker, object.text],
    }[read.whose];
    if (first && second) relations.push({ subject: first, relation: read.relation, object: second });
  });
  return { relations, ends };
}

/** A name, the one before it that its clause is about, and the words between and before. */
interface Place {
  object: Mention;
  subject: Mention | undefined;
  between: string;
  before: string;
}

/** A relation, and who its first end is. */
interface Reading {
  relation: RelationType;
  whose: "subject" | "object" | "speaker";
  subject: Related["entity_type"];
  object: Related["entity_type"];
}

function placeOf(text: string, object: Mention, last: Mention | undefined, clauses: Map<Mention, Mention>): Place {
  const before = text.slice(Math.max(0, object.start - FARTHEST), object.start);
  if (!last || object.start - last.end > FARTHEST) return { object, subject: undefined, between: "", before };
  const between = text.slice(last.end, object.start);
  // `Karl, who works for Siemens, moved to Munich`: behind the comma it is about Karl again.
  if (!/^,? and |^, (?!who)/.test(between)) return { object, subject: last, between, before };
  return { object, subject: clauses.get(last) ?? last, between: between.replace(/^,(?: and)?| and/, ""), before };
}

function byVerb({ subject, between, before }: Place): Reading | undefined {
  for (const { relation, between: verb, said, ...ends } of rules) {
    if (subject && !isPronoun(subject) && verb.test(between)) return { relation, whose: "subject", ...ends };
    if (said?.test(before)) return { relation, whose: "speaker", ...ends };
  }
  return undefined;
}

function byKin({ object, subject, between, before }: Place, text: string): Reading | undefined {
  const ofOther = subject && OF_OTHER.exec(between)?.[1];
  const possessed =
    subject && IS_OF.test(between) ? POSSESSED.exec(text.slice(object.end, object.end + 40))?.[1] : undefined;
  const word = ofOther ?? possessed ?? OF_SPEAKER.exec(before)?.[1] ?? "";
  const relation = KIN.find(([kin]) => kin.test(word))?.[1];
  if (!relation) return undefined;
  const whose = ofOther ? "subject" : possessed ? "object" : "speaker";
  return { relation, whose, subject: "person", object: "person" };
}

const isPronoun = ({ words }: Mention) => words.length === 1 && /^(?:i|we|he|she|they|it|you)$/.test(words[0]!);
