import { drive, type Run, type Target } from "./load.ts";
import { median } from "./stats.ts";

export interface Comparison {
  product: Run;
  bare: Run;
  /** Product to bare, of throughputs: the median over the rounds. */
  ratio: number;
}

export interface Pace {
  rounds: number;
  sliceMs: number;
}

/** Measures the product and the bare Worker in turns, so that whatever else the machine does meanwhile hits both. */
export async function compare(product: Target, bare: Target, connections: number, pace: Pace): Promise<Comparison> {
  const runs: [Run, Run][] = [];
  for (const target of [product, bare]) await drive(target, connections, { durationMs: pace.sliceMs / 2 }); // warm up
  for (let round = 0; round < pace.rounds; round++) {
    const first = await drive(bare, connections, { durationMs: pace.sliceMs });
    runs.push([await drive(product, connections, { durationMs: pace.sliceMs }), first]);
  }
  return {
    product: merged(runs.map(([run]) => run)),
    bare: merged(runs.map(([, run]) => run)),
    ratio: median(runs.map(([mine, yardstick]) => mine.perSecond / yardstick.perSecond)),
  };
}

const merged = (runs: Run[]): Run => ({
  latenciesMs: runs.flatMap((run) => run.latenciesMs),
  perSecond: median(runs.map((run) => run.perSecond)),
});
