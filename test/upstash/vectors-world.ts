import { connectIndex } from "../../src/outside/vectors";
import type { Platform } from "../../src/outside/vectors/transport";
import { vectorIndex } from "./vector/index.ts";

export const token = "the token of the vectors";

/** An index of the stand-in with a clock of its own, and the port before it. Pauses are noted and not waited for. */
export function index(given: Partial<Parameters<typeof vectorIndex>[0]> = {}) {
  const clock = { now: 1_000 };
  const server = vectorIndex({ dimension: 4, token, now: () => clock.now, ...given });
  const pauses: number[] = [];
  const waits: number[] = [];
  /** While `on`, answers to searches are made at once and given when it is off; `waiting` says how many are held. */
  const held = { on: false, waiting: 0 };
  const limit: { after: AbortSignal | undefined } = { after: undefined };
  const platform: Platform = {
    async fetch(request) {
      const response = await server.fetch(request);
      if (new URL(request.url).pathname.startsWith("/query/")) {
        held.waiting++;
        // No promise of another cell's is waited for: the runtime would not have it.
        while (held.on) await scheduler.wait(1);
        held.waiting--;
      }
      return response;
    },
    timeout: (ms) => {
      waits.push(ms);
      return limit.after ?? new AbortController().signal;
    },
    wait: async (ms, signal) => {
      pauses.push(ms);
      signal.throwIfAborted();
    },
    random: () => 0.5,
  };
  const connection = connectIndex({ name: "main", url: "https://vectors.example.com/", token }, platform);
  const at = () => connection.at(clock.now);
  return { clock, connection, at, pauses, waits, limit, held, ...server };
}

/** Mulberry32: the same walk on every run. */
export function dice(seed: number) {
  return (sides: number) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
}

/** A vector with numbers of either sign. */
export const someVector = (roll: (sides: number) => number, dimensions: number) =>
  Float32Array.from({ length: dimensions }, () => roll(2_000) / 1_000 - 1);
