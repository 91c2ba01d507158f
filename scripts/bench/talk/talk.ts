import { type Conversation, readConversation, type Written } from "../conversations.ts";
import { random } from "../random.ts";
import { closings, echoes, fillers, greetings, names, reactions, replies, whens } from "./chatter.ts";
import { type Happening, happenings } from "./events.ts";
import { moreHappenings } from "./more-events.ts";

const sessionsPerConversation = 18;
/** How often a detail names what it is about, as writing does and talk often does not. */
const explicit = 0.6;
const kinds = [...happenings, ...moreHappenings];

type Draw = <T>(from: readonly T[]) => T;
interface Line {
  speaker: string;
  text: string;
  /** Set for lines that questions are about. */
  mark?: string;
}

/** Six conversations between two friends over most of a year, the same in every run, with questions about them. */
export const conversations = (): Conversation[] =>
  names.map((pair, n) => readConversation(written(pair, n), pair.join(" and ")));

function written(pair: string[], n: number): Written {
  const at = random(4_242 + n);
  const draw: Draw = (from) => from[Math.floor(at() * from.length)]!;
  const stories = shuffled(
    pair.flatMap((name) => storiesOf(name, draw, at)),
    at,
  );
  const conversation: Written["conversation"] = { speaker_a: pair[0]!, speaker_b: pair[1]! };
  const ids = new Map<string, string>();
  const months = new Map<string, string>();
  let day = Date.UTC(2024, n, 3);
  for (let session = 1; session <= sessionsPerConversation; session++) {
    const told = stories.filter((_, i) => i % sessionsPerConversation === session - 1);
    const lines = sessionOf(pair, told, draw, at);
    const list = lines.map(({ speaker, text, mark }, i) => {
      const dia_id = `D${session}:${i + 1}`;
      if (mark) ids.set(mark, dia_id);
      if (mark) months.set(mark, monthOf(day));
      return { speaker, dia_id, text };
    });
    conversation[`session_${session}`] = list;
    conversation[`session_${session}_date_time`] = spoken(day, at);
    day += (4 + Math.floor(at() * 16)) * 86_400_000;
  }
  return { conversation, qa: questionsOf(pair, stories, { ids, months }, draw) };
}

interface Story {
  name: string;
  kind: Happening;
  key: string;
  filled: Record<string, string>;
}

/** Most kinds of happening, some of them twice or three times with other particulars. */
function storiesOf(name: string, draw: Draw, at: () => number): Story[] {
  return kinds.flatMap((kind, k) => {
    if (at() < 0.15) return [];
    const used = new Set<string>();
    const subject = Object.keys(kind.slots)[0]!;
    return Array.from({ length: 1 + Math.floor(at() * 2.4) }, (_, i) => {
      const filled = Object.fromEntries(Object.entries(kind.slots).map(([slot, values]) => [slot, draw(values)]));
      const again = used.has(filled[subject]!);
      used.add(filled[subject]!);
      return again ? [] : [{ name, kind, key: `${name}/${k}/${i}`, filled }];
    }).flat();
  });
}

function sessionOf(pair: string[], stories: Story[], draw: Draw, at: () => number): Line[] {
  const [a, b] = at() < 0.5 ? [pair[0]!, pair[1]!] : [pair[1]!, pair[0]!];
  const lines: Line[] = [
    { speaker: a, text: draw(greetings).replaceAll("{you}", b) },
    { speaker: b, text: draw(replies).replaceAll("{you}", a) },
  ];
  for (const story of stories) {
    while (at() < 0.8) lines.push({ speaker: draw(pair), text: draw(fillers) });
    const { name, kind, key, filled } = story;
    const other = name === a ? b : a;
    const [phrase] = draw(whens);
    const opening = [fill(draw(kind.opens), { ...filled, when: phrase }), ...(at() < 0.6 ? [draw(kind.about)] : [])];
    lines.push({ speaker: name, text: sentence(opening.join(" ")), mark: `${key}/open` });
    kind.details.forEach((detail, d) => {
      lines.push({ speaker: other, text: d === 0 ? draw(kind.asks) : draw(reactions) });
      if (d > 0 && at() < 0.3) return;
      const detailed = fill(draw(detail.says), filled);
      const text = at() < explicit ? `About the ${subjectOf(filled)}: ${detailed}` : detailed;
      lines.push({ speaker: name, text: sentence(text), mark: `${key}/${d}` });
    });
    if (at() < 0.6) {
      lines.push({ speaker: other, text: fill(draw(echoes), { topic: subjectOf(filled), you: name }) });
    }
    if (at() < 0.5) lines.push({ speaker: other, text: draw(reactions) });
  }
  lines.push({ speaker: a, text: draw(closings).replaceAll("{you}", b) });
  return lines;
}

/** By a line's mark: its id, and the month it was said in. */
interface Places {
  ids: Map<string, string>;
  months: Map<string, string>;
}

function questionsOf(pair: string[], stories: Story[], { ids, months }: Places, draw: Draw): Written["qa"] {
  const qa: Written["qa"] = [];
  const add = (template: string, category: number, story: Story, marks: string[]) => {
    const evidence = marks.flatMap((mark) => ids.get(mark) ?? []);
    const question = fill(template, { ...story.filled, me: story.name });
    if (evidence.length > 0) qa.push({ question, evidence, category });
  };
  for (const story of stories) {
    story.kind.details.forEach((detail, d) => {
      add(draw(detail.questions), 4, story, [`${story.key}/${d}`]);
    });
    add(draw(story.kind.whens), 2, story, [`${story.key}/open`]);
  }
  for (const name of pair)
    for (const kind of kinds) {
      const own = stories.filter((story) => story.name === name && story.kind === kind);
      const opens = own.map(({ key }) => `${key}/open`);
      if (own.length > 1) add(draw(kind.lists), 1, own[0]!, opens);
      if (own.length > 0) add(draw(kind.opinions), 3, own[0]!, opens);
      const month = months.get(opens.at(-1) ?? "");
      const then = opens.filter((open) => months.get(open) === month);
      if (own.length > 0) add(draw(kind.lists).replace("?", ` in ${month}?`), 2, own[0]!, then);
    }
  return qa;
}

const subjectOf = (filled: Record<string, string>) => Object.values(filled)[0]!;

const fill = (template: string, values: Record<string, string>) =>
  template.replaceAll(/\{(\w+)\}/g, (whole, slot) => values[slot] ?? whole);

const sentence = (text: string) => text.replace(/(?:^|[.!?] )[a-z]/g, (letter) => letter.toUpperCase());

function shuffled<T>(items: T[], at: () => number): T[] {
  return items
    .map((item) => ({ item, key: at() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** `January 2024` */
const monthOf = (day: number) =>
  new Date(day).toLocaleString("en", { month: "long", year: "numeric", timeZone: "UTC" });

/** `7:05 pm on 3 January, 2024` */
function spoken(day: number, at: () => number): string {
  const date = new Date(day);
  const month = date.toLocaleString("en", { month: "long", timeZone: "UTC" });
  const minutes = String(Math.floor(at() * 60)).padStart(2, "0");
  return `${1 + Math.floor(at() * 11)}:${minutes} ${at() < 0.5 ? "am" : "pm"} on ${date.getUTCDate()} ${month}, ${date.getUTCFullYear()}`;
}
