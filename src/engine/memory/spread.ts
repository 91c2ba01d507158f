import { NONE, type Turns } from "./turns";

/**
 * For a query that asks for several things: of each session the best memory keeps its score, and each further one has
 * `factor` of what the one before it was left with. `slots` are ordered by `scores`, best first. Returns each one's share.
 */
export function sharesOf(slots: ArrayLike<number>, { sessionOf }: Turns, factor: number): Map<number, number> {
  const next = new Map<number, number>();
  const shares = new Map<number, number>();
  for (const slot of Array.from(slots)) {
    const session = sessionOf[slot]!;
    const share = session === NONE ? 1 : (next.get(session) ?? 1);
    shares.set(slot, share);
    next.set(session, share * factor);
  }
  return shares;
}
