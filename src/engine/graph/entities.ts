import { monthOf } from "../memory/calendar";
import { FIRST_NAMES, ORGANIZATION_ENDS, ORGANIZATIONS, PLACE_ENDS, PLACE_STARTS, PLACES, TITLES } from "./gazetteer";
import { type Mention, mentionsIn } from "./mentions";
import { type Related, type Relation, relationsBetween } from "./relations";

export const entityTypes = ["person", "location", "organization", "date", "email", "url"] as const;
export type EntityType = (typeof entityTypes)[number];

export interface Entity {
  entity_type: EntityType;
  value: string;
  /** How sure the rule is, 0 to 1. */
  score: number;
}

export interface Extraction {
  /** Each once, in order of appearance. */
  entities: Entity[];
  relations: Relation[];
}

export interface ExtractOptions {
  /** Only these; all when absent. */
  types?: readonly EntityType[];
  /** Names that are persons in this namespace: its speakers. */
  people?: readonly string[];
  /** Who says the text: the one meant by `I`. */
  speaker?: string;
}

/** The most of a text that is read. */
const MOST = 100_000;

/**
 * Names, places, organisations, dates, addresses and what connects them, by rules for English: lists of common names, cue
 * words before and after, and what relations say of their ends. Deterministic and linear in the length of the text; in
 * other languages it finds less, not wrong kinds of things.
 */
export function extract(text: string, { types = entityTypes, people = [], speaker }: ExtractOptions = {}): Extraction {
  const read = text.slice(0, MOST);
  const known = new Set(people.map((name) => name.toLowerCase()));
  const fixed = fixedIn(read);
  const mentions = outside(mentionsIn(read), fixed);
  const { relations, ends } = relationsBetween(read, mentions, speaker);
  const found: (Entity & { start: number })[] = fixed.map(({ start, ...entity }) => ({ ...entity, start }));
  for (const mention of mentions) {
    const named = classify(read, mention, known, ends.get(mention));
    if (named) found.push({ ...named, start: mention.start });
  }
  return {
    entities: once(found).filter(({ entity_type }) => types.includes(entity_type)),
    relations: distinct(relations),
  };
}

/** The mentions that are not part of what has a form of its own, such as a month of its date; both in order. */
function outside(mentions: Mention[], fixed: { start: number; end: number }[]): Mention[] {
  let at = 0;
  return mentions.filter(({ start }) => {
    while (at < fixed.length && fixed[at]!.end <= start) at++;
    return !(at < fixed.length && fixed[at]!.start <= start);
  });
}

function classify(text: string, mention: Mention, people: ReadonlySet<string>, end?: Related): Entity | undefined {
  const { words, first } = mention;
  if (words.every((word) => monthOf(word) !== undefined)) return undefined;
  const titled = TITLES.has(words[0]!) && words.length > 1;
  const value = mention.text;
  const whole = words.join(" ");
  const last = words.at(-1)!;
  const as = (entity_type: EntityType, score: number): Entity => ({ entity_type, value, score });
  if (people.has(whole) || people.has(words[0]!)) return as("person", 0.99);
  if (titled) return as("person", 0.95);
  if (words.length > 1 && ORGANIZATION_ENDS.has(last)) return as("organization", 0.95);
  if (words[0] === "university" && words[1] === "of") return as("organization", 0.95);
  if (ORGANIZATIONS.has(whole)) return as("organization", 0.9);
  if (FIRST_NAMES.has(words[0]!) && (words.length === 2 || words.length === 3)) return as("person", 0.95);
  if (end) return as(end.entity_type, 0.9);
  if (PLACES.has(whole)) return as("location", 0.95);
  if (FIRST_NAMES.has(words[0]!) && words.length === 1) return as("person", 0.9);
  const before = text.slice(Math.max(0, mention.start - 40), mention.start);
  if (words.length > 1 && PLACE_ENDS.has(last)) return as("location", 0.85);
  if (KIN.test(before)) return as("person", 0.9);
  if (TO_PLACE.test(before)) return as("location", 0.75);
  if (words.length > 1 && PLACE_STARTS.has(words[0]!)) return as("location", 0.7);
  if (TO_ORGANIZATION.test(before)) return as("organization", 0.75);
  const after = text.slice(mention.end, mention.end + 24);
  if (words.length <= 3 && SPEAKS.test(after) && (!first || words.length > 1)) return as("person", 0.6);
  return undefined;
}

const KIN =
  /\b(?:sister|brother|wife|husband|partner|friend|son|daughter|boss|manager|colleague|coworker|neighbou?r|mother|father|mom|dad|cousin|niece|nephew|girlfriend|boyfriend|fianc[ée]e?|roommate|teacher|doctor|named|called|name is|i['’]m|i am|met with|talked to|married),? $/i;
const TO_PLACE =
  /\b(?:lives?|lived|living|moved|moving|travell?ed|travell?ing|flew|flying|drove|went|trip|visit|visited|visiting|based|located|born|arrived|holiday|vacation|stayed|near|back from|is from|comes from|grew up)(?: back)?(?: in| to| at| from| near)? (?:the )?$|\b(?:here|people|life|office|home|house|flat|apartment|born|day|week|weekend|summer) in $/i;
const TO_ORGANIZATION =
  /\b(?:works?|worked|working|job|intern(?:ed|ing)?|stud(?:y|ies|ied|ying)|employed|hired|joined|join|degree|enrolled|offer|interview(?:ed)?)(?: \w+)?(?: at| by| for| from| with)? (?:the )?$/i;
const SPEAKS =
  /^(?:['’]s\b|,? (?:who|said|says|told|asked|asks|thinks|thought|likes|liked|loves|loved|wants|wanted|works|worked|lives|lived|called|met|went|came|moved|bought|made|plays|prefers|enjoys|hates|is (?:my|a|an|the)|was (?:my|a|an)|has|had)\b)/i;

const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}/giu;
const URL = /\bhttps?:\/\/[^\s<>"')\]]{1,2000}/giu;
const MONTHS =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const DATE = new RegExp(
  `\\b(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTHS}\\b\\.?(?:,? \\d{4})?|${MONTHS}\\.? \\d{1,2}(?:st|nd|rd|th)?\\b(?:,? \\d{4})?|${MONTHS},? \\d{4}|yesterday|tomorrow|(?:last|next) (?:week|weekend|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|fall|winter))\\b`,
  "giu",
);

/** What has a form of its own. */
function fixedIn(text: string): (Entity & { start: number; end: number })[] {
  const forms: [EntityType, RegExp, number][] = [
    ["email", EMAIL, 0.99],
    ["url", URL, 0.99],
    ["date", DATE, 0.95],
  ];
  return forms
    .flatMap(([entity_type, form, score]) =>
      Array.from(text.matchAll(form), (match) => {
        const value = match[0].replace(/[.,;:!?]+$/, "");
        return { entity_type, value, score, start: match.index, end: match.index + value.length };
      }),
    )
    .sort((a, b) => a.start - b.start);
}

/** The same thing named twice is one, the surer of the two. */
function once(found: (Entity & { start: number })[]): Entity[] {
  const byName = new Map<string, Entity>();
  for (const { entity_type, value, score } of found.sort((a, b) => a.start - b.start)) {
    const key = `${entity_type}\n${value.toLowerCase()}`;
    const known = byName.get(key);
    if (known) known.score = Math.max(known.score, score);
    else byName.set(key, { entity_type, value, score });
  }
  return [...byName.values()];
}

function distinct(relations: Relation[]): Relation[] {
  return [...new Map(relations.map((relation) => [JSON.stringify(relation).toLowerCase(), relation])).values()];
}
