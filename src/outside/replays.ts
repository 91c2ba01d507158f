import { DurableObject } from "cloudflare:workers";
import { joined } from "../kit/bytes";

/**
 * How long work that was begun holds its name. Past that whoever began it is dead or as good as dead, and the client
 * is let in again: a request cut short by a crash is then done once more.
 */
const reservationMs = 60_000;
const keptMs = 24 * 60 * 60_000;

/** What is known under a name. `sealed` is the first answer, readable to none but the caller. */
export type Found =
  | { state: "reserved"; token: string }
  | { state: "running" }
  | { state: "different" }
  | { state: "answered"; sealed: Uint8Array };

interface First {
  print: string;
  token: string;
  until: number;
  /** How many pieces the answer lies in; null while there is none. */
  pieces: number | null;
}

/** A stored value may have 2 MB. */
const pieceBytes = 2 ** 20;
/** Sweeping is done in rounds, not record by record. */
const roundMs = 10 * 60_000;
const perRound = 1_000;

/** A record's place in the queue for the sweep. The token says which of the records that bore the name is meant. */
interface Due {
  name: string;
  token: string;
}

const firstOf = (name: string) => `first:${name}`;
const pieceOf = (name: string, n: number) => `piece:${name}:${n}`;
const dueOf = (moment: number, token = "") => `due:${`${moment}`.padStart(15, "0")}:${token}`;

/**
 * The first answers to the requests that one key made in one place with an Idempotency-Key. Reserved before the work,
 * completed after it; both are on disk before they are answered.
 */
export class Replays extends DurableObject<Env> {
  readonly #kv = this.ctx.storage.kv;
  #armed = false;

  /** Holds no await between reading and writing: of two requests at once one reserves, and the other finds it running. */
  async reserve(name: string, print: string, now: number): Promise<Found> {
    const first = this.#kv.get<First>(firstOf(name));
    if (first && first.until > now) {
      if (first.print !== print) return { state: "different" };
      return first.pieces === null
        ? { state: "running" }
        : { state: "answered", sealed: this.#gather(name, first.pieces) };
    }
    if (first) this.#forget(name, first);
    const token = crypto.randomUUID();
    this.#kv.put(firstOf(name), { print, token, until: now + reservationMs, pieces: null } satisfies First);
    // By the platform's clock, which is the alarm's; a round later than the record could last be asked for.
    this.#kv.put(dueOf(Date.now() + keptMs + roundMs, token), { name, token } satisfies Due);
    if (!this.#armed) void this.#sweepNext();
    return { state: "reserved", token };
  }

  /** Keeps the answer, unless the reservation ran out and is another's by now. */
  async complete(name: string, token: string, sealed: Uint8Array, now: number): Promise<void> {
    const first = this.#kv.get<First>(firstOf(name));
    if (first?.token !== token) return;
    const pieces = Math.ceil(sealed.length / pieceBytes);
    for (let n = 0; n < pieces; n++) this.#kv.put(pieceOf(name, n), sealed.slice(n * pieceBytes, (n + 1) * pieceBytes));
    this.#kv.put(firstOf(name), { ...first, until: now + keptMs, pieces } satisfies First);
  }

  /** For work that was refused before it began: the next request under this name is as good as the first. */
  async release(name: string, token: string): Promise<void> {
    const first = this.#kv.get<First>(firstOf(name));
    if (first?.token === token) this.#forget(name, first);
  }

  override async alarm(): Promise<void> {
    this.#armed = false;
    for (const [key, { name, token }] of [...this.#queue(perRound, dueOf(Date.now()))]) {
      const first = this.#kv.get<First>(firstOf(name));
      if (first?.token === token) this.#forget(name, first);
      this.#kv.delete(key);
    }
    await this.#sweepNext();
  }

  /** An object that holds nothing leaves nothing. */
  async #sweepNext(): Promise<void> {
    this.#armed = true;
    const [next] = this.#queue(1);
    if (!next) return this.ctx.storage.deleteAll();
    const moment = Number(next[0].split(":")[1]);
    await this.ctx.storage.setAlarm(Math.max(moment, Date.now() + roundMs));
  }

  #queue(limit: number, end?: string) {
    return this.#kv.list<Due>({ prefix: "due:", limit, ...(end && { end }) });
  }

  #gather(name: string, pieces: number): Uint8Array {
    return joined(
      Array.from({ length: pieces }, (_, n) => this.#kv.get<Uint8Array>(pieceOf(name, n)) ?? new Uint8Array()),
    );
  }

  #forget(name: string, { pieces }: First): void {
    for (let n = 0; n < (pieces ?? 0); n++) this.#kv.delete(pieceOf(name, n));
    this.#kv.delete(firstOf(name));
  }
}
