import { setTimeout as sleep } from "node:timers/promises";
import { drive } from "./load.ts";

// Learning begins a second after the last write, and works in slices of some milliseconds.
const calmMs = 2_500;
const promptMs = 5;
const patienceMs = 120_000;

/**
 * Waits until the server has nothing left to do in the background (after a load it learns from the text) and answers at
 * once for a while; gives the milliseconds until it was calm.
 */
export async function settle(url: string): Promise<number> {
  const start = performance.now();
  let lastBusy = start;
  while (performance.now() - lastBusy < calmMs && performance.now() - start < patienceMs) {
    const { latenciesMs } = await drive({ url, shot: () => ({ path: "/health" }) }, 1, { count: 1 });
    if (latenciesMs[0]! > promptMs) lastBusy = performance.now();
    await sleep(10);
  }
  return lastBusy - start;
}
