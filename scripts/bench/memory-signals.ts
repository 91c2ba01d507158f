import { ask, mean, memorySets } from "./memory.ts";
import { engine, neutralWeights, plainBm25 } from "./recaller.ts";

/** Evidence recall@10 by kind of question: of plain BM25, of recall, and of recall without each of its signals. */
export async function printSignals(folder?: string): Promise<void> {
  const weights = await neutralWeights();
  for (const [name, all] of await memorySets(folder)) {
    const baseline = await ask(plainBm25(), all);
    const { kinds } = baseline;
    console.log(`\n${name}\n\n${row("", [...kinds.map((kind) => kind.replace(/^\d /, "")), "all"])}`);
    const print = (label: string, of: (kind?: string) => number[]) =>
      console.log(
        row(
          label,
          [...kinds, undefined].map((kind) => (100 * mean(of(kind))).toFixed(1)),
        ),
      );
    print("plain BM25", baseline.of);
    print("recall", (await ask(await engine(), all)).of);
    for (const [signal, neutral] of Object.entries(weights))
      print(`without ${signal}`, (await ask(await engine({ weights: { [signal]: neutral } }), all)).of);
    print("without any", (await ask(await engine({ weights }), all)).of);
  }
}

const row = (label: string, cells: string[]) => [label.padEnd(22), ...cells.map((cell) => cell.padStart(11))].join(" ");
