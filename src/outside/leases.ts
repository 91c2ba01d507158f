import { Cache } from "../kit/cache";
import { type LimitsPort, windowMs } from "./limits";

/** One bucket's slots in this isolate, for one window. */
interface Lease {
  held: number;
  /** What the port had left when it was last asked. */
  left: number;
  /** The smallest remainder told so far: answers that overtake each other must not make it rise. */
  told: number;
  /** Someone is asking for slots ahead; the others meanwhile ask for their own only. */
  asking: boolean;
}

const leases = new Cache<Lease>({ lifeMs: windowMs, size: 10_000 });

/** The part of a limit that an isolate takes ahead at a time. */
const share = 1 / 20;

export interface Rule {
  bucket: string;
  limit: number;
  /** Every request asks the port. */
  exact: boolean;
}

/**
 * Takes one slot of the current window, or says that there is none.
 *
 * The trade: a slot taken ahead saves the hop, and is lost to other isolates if it is not used. So slots are lent in
 * twentieths, and only out of the first half of a limit; from there on each request asks for itself. Never are more than
 * `limit` admitted. In one isolate exactly `limit` are; a caller spread over many may be refused early by what those hold
 * unused, at the very worst after half of the limit. An `exact` rule lends nothing and is exact over all isolates, for
 * one hop a request. A refusal is remembered: until the window ends it costs no hop.
 *
 * Each request asks for itself, and none waits for another's answer: the runtime ends a request's calls with it.
 */
export function takeSlot(port: LimitsPort, rule: Rule, now: number): Slot | Promise<Slot> {
  const { bucket, limit } = rule;
  const window = Math.floor(now / windowMs);
  const name = `${bucket} ${window} ${limit}`;
  const lease = leases.get(name, now) ?? leases.set(name, { held: 0, left: limit, told: limit, asking: false }, now);
  if (lease.held > 0 || lease.left <= 0) return takeHeld(lease);
  return ask(port, lease, rule, window).then((own) => (own ? told(lease, true) : takeHeld(lease)));
}

/** Of the slots that are held here, if there is one. */
function takeHeld(lease: Lease): Slot {
  const admitted = lease.held > 0;
  if (admitted) lease.held--;
  return told(lease, admitted);
}

function told(lease: Lease, admitted: boolean): Slot {
  lease.told = Math.min(lease.told, lease.left + lease.held);
  return { admitted, remaining: lease.told };
}

export interface Slot {
  admitted: boolean;
  remaining: number;
}

/** Whether the one slot that is needed now was granted; it is the asker's, and never lies among those held. */
async function ask(port: LimitsPort, lease: Lease, { bucket, limit, exact }: Rule, window: number): Promise<boolean> {
  const ahead = !exact && !lease.asking;
  if (ahead) lease.asking = true;
  try {
    const { granted, left } = await port.take(bucket, { window, limit, extra: ahead ? Math.floor(limit * share) : 0 });
    lease.held += Math.max(0, granted - 1);
    lease.left = Math.min(lease.left, left);
    return granted > 0;
  } finally {
    if (ahead) lease.asking = false;
  }
}
