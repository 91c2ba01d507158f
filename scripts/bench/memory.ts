import { type Conversation, readConversations } from "./conversations.ts";
import { recall } from "./judge.ts";
import { lives } from "./lives/lives.ts";
import { engine, plainBm25, type Recaller } from "./recaller.ts";
import { ms } from "./report.ts";
import { quantile } from "./stats.ts";
import { conversations } from "./talk/talk.ts";

const depth = 10;
const least = 15;

/** What recall is measured on: a folder's files, or what is made up. */
export async function memorySets(folder?: string): Promise<[name: string, all: Conversation[]][]> {
  if (folder !== undefined) return [[folder, await readConversations(folder)]];
  return [
    ["Made up: friends who talk plainly", conversations()],
    ["Made up: lives whose words are not the questions', which weights were chosen on", lives("train")],
    ["Made up: other lives, which no weight was chosen on", lives("held")],
  ];
}

/**
 * Evidence recall@10: the share of the turns holding the answer that are among the ten recalled, averaged over questions,
 * by kind of question, for recall and for plain BM25 in the same run. `folder` holds JSON files in LoCoMo form; without
 * one, conversations are made up. `over` is what recalls: the engine in this process when absent.
 */
export async function printMemory(folder?: string, over?: Recaller): Promise<void> {
  for (const [name, all] of await memorySets(folder)) {
    const asked = all.reduce((sum, one) => sum + one.asked.length, 0);
    if (asked === 0) throw new Error("No question with evidence among the conversations of this folder.");
    printWhat(name, all, asked);
    const baseline = await ask(plainBm25(), all);
    const product = await ask(over ?? (await engine()), all);
    console.log("question         number   plain BM25     recall   difference");
    for (const kind of baseline.kinds) console.log(line(kind, baseline.of(kind), product.of(kind)));
    const gain = 100 * (mean(product.of()) - mean(baseline.of()));
    console.log(line("all", baseline.of(), product.of()));
    console.log(`\nGain ${gain.toFixed(1)} points; at least ${least} are asked: ${gain >= least ? "pass" : "FAIL"}`);
    const [p50, p99] = [0.5, 0.99].map((part) => ms(quantile(product.latenciesMs, part)));
    console.log(`Recall, ${over ? "over HTTP" : "in process"}: p50 ${p50}, p99 ${p99}`);
  }
}

function printWhat(name: string, all: Conversation[], asked: number): void {
  const turns = all.flatMap((one) => one.turns);
  const sessions = all.map((one) => new Set(one.turns.map(({ session }) => session)).size);
  const words = mean(turns.map(({ text }) => text.split(/\s+/).length));
  console.log(
    `\n${name}: ${all.length} conversations of ${Math.min(...sessions)} to ${Math.max(...sessions)} sessions,`,
  );
  console.log(`${turns.length} turns of ${words.toFixed(0)} words, ${asked} questions; evidence recall@${depth}`);
  const kinds = all.flatMap(({ passedOver }) => passedOver.kinds);
  const counts = [...new Set(kinds)].sort().map((kind) => `${kind}: ${kinds.filter((one) => one === kind).length}`);
  if (kinds.length > 0) console.log(`Not counted: questions without a turn as evidence (${counts.join(", ")})`);
  const ids = all.flatMap(({ passedOver }) => passedOver.ids);
  if (ids.length > 0)
    console.log(`Not counted: evidence that is no turn (${ids.length}: ${ids.slice(0, 5).join(" ")})`);
  console.log("");
}

export interface Outcome {
  kinds: string[];
  /** The scores of one kind's questions, or of all. */
  of(kind?: string): number[];
  latenciesMs: number[];
}

export async function ask(recaller: Recaller, all: Conversation[]): Promise<Outcome> {
  const scored: { kind: string; score: number }[] = [];
  const latenciesMs: number[] = [];
  for (const conversation of all) {
    await recaller.store(conversation);
    for (const { question, evidence, kind } of conversation.asked) {
      const start = performance.now();
      const found = await recaller.recall(question, depth);
      latenciesMs.push(performance.now() - start);
      scored.push({ kind, score: recall(found, new Map(evidence.map((id) => [id, 1])), depth) });
    }
  }
  return {
    kinds: [...new Set(scored.map(({ kind }) => kind))].sort(),
    of: (kind) => scored.filter((one) => kind === undefined || one.kind === kind).map(({ score }) => score),
    latenciesMs,
  };
}

function line(kind: string, before: number[], after: number[]): string {
  const figures = [mean(before), mean(after)].map((value) => value.toFixed(3));
  const gain = 100 * (mean(after) - mean(before));
  return [
    kind.padEnd(14),
    String(before.length).padStart(8),
    figures[0]!.padStart(12),
    figures[1]!.padStart(10),
    `${gain >= 0 ? "+" : ""}${gain.toFixed(1)} points`.padStart(14),
  ].join(" ");
}

export const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
