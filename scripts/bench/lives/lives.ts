import { type Conversation, readConversation, type Written } from "../conversations.ts";
import { random } from "../random.ts";
import { closings, greetings, pairs, reactions, replies, smallTalk, thanks, whens } from "./chatter.ts";
import { heldOne } from "./held-1.ts";
import { heldTwo } from "./held-2.ts";
import { heldThree } from "./held-3.ts";
import { heldFour } from "./held-4.ts";
import type { Scene, Thread } from "./thread.ts";
import { trainOne } from "./train-1.ts";
import { trainTwo } from "./train-2.ts";
import { trainThree } from "./train-3.ts";
import { trainFour } from "./train-4.ts";

/** Weights may be chosen by looking at `train`; `held` has other lives, other words and other questions. */
export type Half = keyof typeof pairs;

const threads: Record<Half, Thread[]> = {
  train: [...trainOne, ...trainTwo, ...trainThree, ...trainFour],
  held: [...heldOne, ...heldTwo, ...heldThree, ...heldFour],
};

type Draw = <T>(from: readonly T[]) => T;
type Fill = Record<string, string>;

/** One scene of one person, to be told in some session. */
interface Story {
  key: string;
  me: number;
  thread: Thread;
  scene: Scene;
  fill: Fill;
  /** Which wording: two who live through the same tell it differently. */
  wording: number;
}

interface Line {
  speaker: number;
  text: string;
  mark?: string;
}

/**
 * Conversations as those are that recall is for: 19 to 28 sessions over a year, both speakers with the same subjects in
 * their lives, small talk in between, and questions in words that were not said. The same in every run.
 */
export const lives = (half: Half): Conversation[] =>
  pairs[half].map((pair, n) => readConversation(written(half, pair, n), pair.join(" and ")));

function written(half: Half, pair: readonly string[], n: number): Written {
  const at = random((half === "train" ? 7_100 : 9_300) + n);
  const draw: Draw = (from) => from[Math.floor(at() * from.length)]!;
  const lived = threads[half].flatMap((thread, t) => livedBy(thread, `${t}`, pair, draw, at));
  const sessions = 19 + Math.floor(at() * 10);
  const told = scattered(lived.flat(), sessions, at);
  const conversation: Written["conversation"] = { speaker_a: pair[0]!, speaker_b: pair[1]! };
  const ids = new Map<string, string>();
  let day = Date.UTC(2023, n, 5);
  for (let session = 1; session <= sessions; session++) {
    const lines = sessionOf(told[session - 1]!, pair, draw, at);
    conversation[`session_${session}_date_time`] = spoken(day, at);
    conversation[`session_${session}`] = lines.map(({ speaker, text, mark }, i) => {
      const dia_id = `D${session}:${i + 1}`;
      if (mark) ids.set(mark, dia_id);
      return { speaker: pair[speaker]!, dia_id, text };
    });
    day += (3 + Math.floor(at() * 20)) * 86_400_000;
  }
  return { conversation, qa: lived.flatMap((stories) => questionsOf(stories, pair, ids, draw, at)) };
}

/** By person: the scenes of a thread in somebody's life. Most threads are in both lives. */
function livedBy(thread: Thread, key: string, pair: readonly string[], draw: Draw, at: () => number): Story[][] {
  const first = Math.floor(at() * 2);
  return [0, 1].flatMap((me) => {
    if (me !== first && at() < 0.4) return [];
    const drawn = Object.entries(thread.slots ?? {}).map(([slot, values]) => [slot, draw(values)]);
    const fill = { ...Object.fromEntries(drawn), me: pair[me]!, you: pair[1 - me]! };
    const stories = thread.scenes.map((scene, s) => ({
      key: `${key}/${me}/${s}`,
      me,
      thread,
      scene,
      fill,
      wording: me,
    }));
    return [stories];
  });
}

/** Stories over sessions, those of one thread in different ones. */
function scattered(stories: Story[], sessions: number, at: () => number): Story[][] {
  const out: Story[][] = Array.from({ length: sessions }, () => []);
  for (const story of stories) {
    const free = out.filter((told) => told.length < 4 && !told.some(({ thread }) => thread === story.thread));
    (free[Math.floor(at() * free.length)] ?? out[0]!).push(story);
  }
  return out;
}

function sessionOf(stories: Story[], pair: readonly string[], draw: Draw, at: () => number): Line[] {
  const a = at() < 0.5 ? 0 : 1;
  const lines: Line[] = [];
  const say = (speaker: number, template: string, fill: Fill = {}, mark?: string) =>
    lines.push({
      speaker,
      text: sentence(filled(template, { ...fill, you: pair[1 - speaker]! })),
      ...(mark !== undefined && { mark }),
    });
  const chat = () => {
    const [one, other] = draw(smallTalk);
    const who = Math.floor(at() * 2);
    say(who, one);
    say(1 - who, other);
  };
  say(a, draw(greetings));
  say(1 - a, draw(replies));
  for (const { key, me, scene, fill, wording } of stories) {
    while (at() < 0.5) chat();
    const other = 1 - me;
    say(me, scene.tells[wording % scene.tells.length]!, { ...fill, when: draw(whens) }, key);
    say(other, draw(at() < 0.75 ? scene.hears : reactions));
    say(me, draw(scene.more), fill, `${key}+`);
    if (at() < 0.8) say(other, `${at() < 0.5 ? "" : "Ha! "}${draw(scene.echoes)}`, fill);
    else say(other, draw(reactions));
    if (at() < 0.5) say(me, draw(thanks));
    if (at() < 0.4) say(other, draw(reactions));
  }
  chat();
  say(a, draw(closings));
  return lines;
}

function questionsOf(
  stories: Story[],
  pair: readonly string[],
  ids: ReadonlyMap<string, string>,
  draw: Draw,
  at: () => number,
): Written["qa"] {
  const { thread, fill, me } = stories[0]!;
  const ask = (category: number, template: string, marks: string[], values: Fill = fill) => ({
    category,
    question: filled(template, values),
    evidence: marks.flatMap((mark) => ids.get(mark) ?? []),
  });
  const keys = (of: number[]) => of.map((scene) => stories[scene]!.key);
  return [
    ...stories.flatMap(({ key, scene }) => [
      ask(4, draw(scene.asks), [key]),
      ask(4, draw(scene.asksMore), [`${key}+`]),
      ask(2, scene.when, [key]),
      // Asked of the wrong person: what it is about was the other's.
      ...(at() < 0.25 ? [ask(5, draw(scene.asks), [key], { ...fill, me: pair[1 - me]! })] : []),
    ]),
    ...thread.lists.map(({ asks, of }) => ask(1, draw(asks), keys(of))),
    ...thread.implied.map(({ asks, of }) => ask(3, draw(asks), keys(of))),
  ];
}

const filled = (template: string, values: Fill) =>
  template.replaceAll(/\{(\w+)\}/g, (whole, slot) => values[slot] ?? whole);

const sentence = (text: string) => text.replace(/(?:^|[.!?] )[a-z]/g, (letter) => letter.toUpperCase());

/** `7:05 pm on 3 January, 2024` */
function spoken(day: number, at: () => number): string {
  const date = new Date(day);
  const month = date.toLocaleString("en", { month: "long", timeZone: "UTC" });
  const minutes = String(Math.floor(at() * 60)).padStart(2, "0");
  return `${1 + Math.floor(at() * 11)}:${minutes} ${at() < 0.5 ? "am" : "pm"} on ${date.getUTCDate()} ${month}, ${date.getUTCFullYear()}`;
}
