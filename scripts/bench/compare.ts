import { drive, type Run, type Target } from "./load.ts";
import { median } from "./stats.ts";

export interface Comparison {
  product: Run;
  bare: Run;
  /** Product to bare, of throughputs: the median over the rounds. */
  ratio: number;
}

const warmUpMs = 750;

export interface Pace {
  rounds: number;
  sliceMs: number;
}

/**
 * Measures the product and the bare Worker in turns, so that whatever else the machine does meanwhile hits both. Who is
 * first changes from round to round.
 */
export async function compare(product: Target, bare: Target, connections: number, pace: Pace): Promise<Comparison> {
  const runs: [Run, Run][] = [];
  const run = (target: Target, durationMs = pace.sliceMs) => drive(target, connections, { durationMs });
  for (const target of [product, bare]) await run(target, warmUpMs);
  for (let round = 0; round < pace.rounds; round++) {
    const before = round % 2 ? await run(bare) : undefined;
    const mine = await run(product);
    runs.push([mine, before ?? (await run(bare))]);
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
