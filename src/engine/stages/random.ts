import { mix32 } from "../text/hash";

/** Numbers in [0, 1), the same ones from the same seed: mulberry32 (Tommy Ettinger 2017, public domain). */
export function dice(seed: number): () => number {
  // The seed may be any whole number: its high bits count too.
  let state = mix32((seed | 0) ^ mix32(Math.floor(seed / 2 ** 32) | 0));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The items in a random order, every order as likely as another (Fisher and Yates, as Durstenfeld 1964 has it). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = mixed[i]!;
    mixed[i] = mixed[j]!;
    mixed[j] = held;
  }
  return mixed;
}

/** A direction in space, none likelier than another: independent normal numbers (Box and Muller 1958). */
export function randomVector(dimensions: number, random: () => number): number[] {
  return Array.from({ length: dimensions }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}
