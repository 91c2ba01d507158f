export interface TopOptions {
  /** The lowest score taken. */
  floor?: number;
  /** Slots it is false for are left out; asked only about slots that would otherwise be taken. */
  alive?: (slot: number) => boolean;
  /** Look at these slots only, each named once; without it, at every slot of `scores`. */
  slots?: Uint32Array;
}

/**
 * The slots of the `k` highest scores, best first, equal scores by lower slot: the order never depends on the order of
 * looking. A score that is NaN is never taken.
 *
 * A heap of k with the worst on top, so nearly every slot costs one comparison: n + k log k log n.
 */
export const top = (scores: Float32Array, k: number, options: TopOptions = {}): Uint32Array => {
  const { floor = -Infinity, alive, slots } = options;
  const count = slots ? slots.length : scores.length;
  const room = Math.max(0, Math.min(Math.floor(k), count));
  if (room === 0) return new Uint32Array(0);
  const heap: Heap = { slots: new Uint32Array(room), scores: new Float32Array(room) };
  let held = 0;
  // Once the heap is full, the bar is its worst score; until then, the floor.
  let bar = floor;
  for (let i = 0; i < count; i++) {
    const slot = slots ? slots[i]! : i;
    const score = scores[slot]!;
    if (!(score >= bar)) continue;
    if (held === room && !isWorse(heap.scores[0]!, heap.slots[0]!, score, slot)) continue;
    if (alive && !alive(slot)) continue;
    if (held < room) rise(heap, held++, score, slot);
    else sink(heap, held, score, slot);
    if (held === room) bar = heap.scores[0]!;
  }
  return drain(heap, held);
};

interface Heap {
  slots: Uint32Array;
  scores: Float32Array;
}

const isWorse = (score: number, slot: number, thanScore: number, thanSlot: number): boolean =>
  score < thanScore || (score === thanScore && slot > thanSlot);

/** Puts an entry at place `at`, the end, and lets it rise while it is worse than what is above. */
const rise = ({ slots, scores }: Heap, at: number, score: number, slot: number): void => {
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isWorse(score, slot, scores[above]!, slots[above]!)) break;
    scores[at] = scores[above]!;
    slots[at] = slots[above]!;
    at = above;
  }
  scores[at] = score;
  slots[at] = slot;
};

/** Puts an entry in the place of the worst of `held` and lets it sink below everything worse. */
const sink = ({ slots, scores }: Heap, held: number, score: number, slot: number): void => {
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= held) break;
    const right = below + 1;
    if (right < held && isWorse(scores[right]!, slots[right]!, scores[below]!, slots[below]!)) below = right;
    if (!isWorse(scores[below]!, slots[below]!, score, slot)) break;
    scores[at] = scores[below]!;
    slots[at] = slots[below]!;
    at = below;
  }
  scores[at] = score;
  slots[at] = slot;
};

/** Takes the worst out again and again: what is left at the end of the array is in order, best first. */
const drain = (heap: Heap, held: number): Uint32Array => {
  const ordered = new Uint32Array(held);
  for (let left = held; left > 0; left--) {
    ordered[left - 1] = heap.slots[0]!;
    sink(heap, left - 1, heap.scores[left - 1]!, heap.slots[left - 1]!);
  }
  return ordered;
};
