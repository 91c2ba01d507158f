/** Who asked within so many milliseconds is there; time used fades by 1/e in as many. */
const presentMs = 1_000;
/** Who used less of the last second is never held back, and so much more than another used is far more. */
const [littleMs, farMoreMs] = [100, 50];
/** Requests that take so many times as long as another's make it wait where its own would not have. */
const farLonger = 1.5;
/** What a request takes beside the work that is told. */
const edgeMs = 0.3;
// Who is held back works for a spell and rests three times as long. With a short rest after each request, nearly all of
// the others' requests would meet one.
const spellMs = 6;
const restFactor = 3;
/** The longest rest, and the longest that one waits for all of its own before it. */
const [longestRestMs, longestWaitMs] = [250, 2_000];
/** Every so often who waits looks whether somebody is still there to wait for. */
const lookMs = 20;
const forgottenMs = 60_000;

/** Milliseconds; whole ones are enough. */
export interface Clock {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

/** Says that a request is over. */
export type Leave = () => void;

interface Share {
  /** Milliseconds of the thread lately, as of `at`. */
  used: number;
  at: number;
  seen: number;
  /** Requests under way, those that wait too, and what one of them takes. */
  inside: number;
  cost: number;
  /** Work that was told since a request was last over. */
  told: number;
  /** The present spell, or the next: when it begins and how much work is in it. */
  spellAt: number;
  spent: number;
  /** When a request was last over. */
  endedAt: number;
}

/**
 * Shares one thread between places (namespaces, organizations). A request goes at once, unless somebody else is there
 * who used less of the thread lately, and whom it would make wait: then its place works in spells, with rests between
 * them, so that the other mostly finds the thread idle. Alone, or among equals, nobody waits; a wait is bounded, and never
 * ends in a refusal. Each request waits by its own timer: one that is cut off leaves nobody behind it waiting.
 */
export function fairShares({ now, wait }: Clock) {
  const shares = new Map<string, Share>();

  /** Each new one takes the place of one that was forgotten, if the next to be looked at is. */
  const found = (place: string, at: number): Share => {
    for (const [oldest, share] of shares) {
      shares.delete(oldest);
      if (at - share.seen <= forgottenMs) shares.set(oldest, share);
      break;
    }
    const mine = { used: 0, at, seen: at, inside: 0, cost: 1, told: 0, spellAt: 0, spent: 0, endedAt: 0 };
    shares.set(place, mine);
    return mine;
  };

  /** How many use as much as this one, as seen by who uses least; 0 when this one need not wait. */
  const crowd = (mine: Share, owner: string, at: number): number => {
    fade(mine, at);
    if (shares.size === 1 || mine.used <= littleMs) return 0;
    let bar = Infinity;
    for (const [place, other] of shares) {
      if (at - other.seen > forgottenMs) shares.delete(place);
      if (other === mine || place === owner || at - other.seen > presentMs) continue;
      fade(other, at);
      bar = Math.min(bar, allowance(mine, other));
    }
    if (mine.used <= bar) return 0;
    const isAlike = (other: Share) => other.used > bar && !isLonger(mine, other) && at - other.seen <= presentMs;
    return [...shares.values()].filter(isAlike).length;
  };

  /** Counts a request into a spell; gives when that begins. */
  const reserve = (mine: Share, at: number, heads: number): number => {
    const rest = Math.min(longestRestMs, mine.spent * restFactor * heads);
    const rested = Math.max(mine.spellAt + mine.spent, mine.endedAt) + rest;
    if (mine.spent >= spellMs || at > rested) {
      mine.spellAt = Math.max(at, Math.min(rested, at + longestWaitMs));
      mine.spent = 0;
    }
    mine.spent += mine.cost;
    return mine.spellAt;
  };

  return {
    /**
     * Waits until a place's request may go. Its owner's own requests, who founds it and fills it, are no neighbour's:
     * they do not hold it back.
     */
    async enter(place: string, owner = place): Promise<Leave> {
      const came = now();
      const mine = shares.get(place) ?? found(place, came);
      // Requests that were cut off never leave.
      if (came - mine.seen > presentMs) mine.inside = 0;
      mine.seen = came;
      mine.inside++;
      const heads = crowd(mine, owner, came);
      const counted = heads > 0 ? mine.cost : undefined;
      if (heads > 0) {
        const start = reserve(mine, came, heads);
        for (let at = came; at < start && crowd(mine, owner, at) > 0; at = now())
          await wait(Math.min(lookMs, Math.ceil(start - at)));
      }
      return () => {
        const end = now();
        const took = edgeMs + mine.told;
        fade(mine, end);
        mine.used += edgeMs;
        mine.seen = end;
        mine.endedAt = end;
        mine.inside = Math.max(0, mine.inside - 1);
        mine.cost += (took - mine.cost) / 16;
        mine.told = 0;
        if (counted !== undefined) mine.spent = Math.max(0, mine.spent + took - counted);
      };
    },

    /** Counts work that was done for a place, in milliseconds of the thread. */
    worked(place: string, ms: number): void {
      const mine = shares.get(place);
      if (!mine) return;
      mine.used += ms;
      mine.told += ms;
    },
  };
}

/** How much of the last second one may use beside another before it is held back. */
function allowance(mine: Share, other: Share): number {
  const [burst, theirs] = [burstOf(mine), burstOf(other)];
  // Who sends one short request after the other makes nobody wait for long, however many they are.
  if (burst <= Math.max(1, other.cost / 2)) return Infinity;
  return isLonger(mine, other) && burst > theirs ? other.used / 2 : other.used + farMoreMs;
}

const isLonger = (mine: Share, other: Share) => mine.cost > farLonger * other.cost;

/** For how long all that is under way would keep the thread. */
const burstOf = ({ cost, inside }: Share) => cost * Math.max(1, inside);

function fade(share: Share, at: number): void {
  if (at === share.at) return;
  share.used *= Math.exp((share.at - at) / presentMs);
  share.at = at;
}
