import { type Conversation, readConversations } from "./conversations.ts";
import { recall } from "./judge.ts";
import { engine, neutralWeights, plainBm25, type Recaller } from "./recaller.ts";
import { ms } from "./report.ts";
import { quantile } from "./stats.ts";
import { conversations } from "./talk/talk.ts";

const depth = 10;
const least = 15;

/**
 * Evidence recall@10: the share of the turns holding the answer that are among the ten recalled, averaged over questions,
 * by kind of question, for recall and for plain BM25 in the same run. `folder` holds JSON files in LoCoMo form; without
 * one, conversations are made up. `over` is what recalls: the engine in this process when absent.
 */
export async function printMemory(folder?: string, over?: Recaller, bySignal = false): Promise<void> {
  const all = folder === undefined ? conversations() : await readConversations(folder);
  const turns = all.reduce((sum, one) => sum + one.turns.length, 0);
  const asked = all.reduce((sum, one) => sum + one.asked.length, 0);
  if (asked === 0) throw new Error("No question with evidence among the conversations of this folder.");
  console.log(`\n${all.length} conversations, ${turns} turns, ${asked} questions; evidence recall@${depth}\n`);
  const baseline = await ask(plainBm25(), all);
  const product = await ask(over ?? (await engine()), all);
  const kinds = [...new Set(all.flatMap((one) => one.asked.map(({ kind }) => kind)))].sort();
  console.log("question         number   plain BM25     recall   difference");
  for (const kind of kinds) console.log(line(kind, baseline.byKind.get(kind) ?? [], product.byKind.get(kind) ?? []));
  const [before, after] = [[...baseline.byKind.values()].flat(), [...product.byKind.values()].flat()];
  console.log(line("all", before, after));
  const gain = 100 * (mean(after) - mean(before));
  console.log(`\nGain ${gain.toFixed(1)} points; at least ${least} are asked: ${gain >= least ? "pass" : "FAIL"}`);
  console.log(
    `Recall, ${over ? "over HTTP" : "in process"}: p50 ${ms(quantile(product.latenciesMs, 0.5))}, p99 ${ms(quantile(product.latenciesMs, 0.99))}`,
  );
  if (bySignal) await printSignals(all, mean(after));
}

/** What is lost or won when one signal is left out, and what is left when all are. */
async function printSignals(all: Conversation[], whole: number): Promise<void> {
  const weights = await neutralWeights();
  console.log("\nWithout            recall   difference");
  for (const [name, neutral] of [...Object.entries(weights), ["all of them", weights] as const]) {
    const without = typeof neutral === "number" ? { [name]: neutral } : neutral;
    const outcome = await ask(await engine({ weights: without }), all);
    const score = mean([...outcome.byKind.values()].flat());
    console.log(
      `${name.padEnd(16)} ${score.toFixed(4).padStart(8)} ${(100 * (score - whole)).toFixed(2).padStart(12)}`,
    );
  }
}

interface Outcome {
  byKind: Map<string, number[]>;
  latenciesMs: number[];
}

async function ask(recaller: Recaller, all: Conversation[]): Promise<Outcome> {
  const outcome: Outcome = { byKind: new Map(), latenciesMs: [] };
  for (const conversation of all) {
    await recaller.store(conversation);
    for (const { question, evidence, kind } of conversation.asked) {
      const start = performance.now();
      const found = await recaller.recall(question, depth);
      outcome.latenciesMs.push(performance.now() - start);
      const score = recall(found, new Map(evidence.map((id) => [id, 1])), depth);
      outcome.byKind.set(kind, [...(outcome.byKind.get(kind) ?? []), score]);
    }
  }
  return outcome;
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

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
