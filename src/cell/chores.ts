import type { Caller } from "./caller";
import { learn, mayBeDue } from "./learner";
import type { Memories } from "./memory/memories";
import { makePacks, Packer } from "./packer";
import { makeIndexes } from "./payload-index";
import type { Courier } from "./remote/courier";
import type { Shelf } from "./shelf";
import type { Writer } from "./writer";

/** Learning waits for a pause between writes, so that a bulk load is learned from once, but not for ever. */
const pauseMs = 1_000;
const patienceMs = 30_000;

/** What is left to do when a cell wakes leaves the first search some time to come before it. */
const wakingMs = 2_000;

interface Rooms {
  shelf: Shelf;
  writer: Writer;
  memories: Memories;
  caller: Caller;
  courier: Courier;
  /** False once the cell is retired: then nothing more is to be done. */
  alive(): boolean;
}

/** What a cell does in its own time, and the one alarm it has for that. All of it is safe to cut short and do again. */
export class Chores {
  readonly #storage: DurableObjectStorage;
  readonly #rooms: Rooms;
  readonly #packer: Packer;
  /** When the next alarm rings, and since when one is wanted; 0 for none. */
  #rings = 0;
  #wanted = 0;

  constructor(storage: DurableObjectStorage, rooms: Rooms) {
    this.#storage = storage;
    this.#rooms = rooms;
    this.#packer = new Packer(storage, rooms.shelf.model);
  }

  /** The alarm rings. */
  async run(): Promise<void> {
    this.#rings = 0;
    this.#wanted = 0;
    const { alive, memories, shelf } = this.#rooms;
    if (alive()) this.expire(shelf.expiries.now);
    this.#tell();
    if (alive()) await memories.settle(alive, () => scheduler.wait(10));
    if (alive()) await this.#waking();
    if (alive()) await makeIndexes(shelf.payload, alive);
    if (alive()) await this.#pack();
    if (alive()) await learn(shelf, this.#packer, alive);
    if (alive()) await this.#pack();
    if (alive()) this.settleInTime();
  }

  /** After a write: packs what there is to pack, and has the rest done when there is time. */
  wrote(changed: number): void {
    const { shelf } = this.#rooms;
    const packer = this.#packer;
    this.#tell();
    packer.note(changed);
    try {
      while (packer.append());
    } catch (error) {
      console.error(error); // the write stands without its pack
    }
    if (mayBeDue(shelf) || shelf.payload.due || packer.due) this.#soon();
    if (shelf.expiries.rings !== undefined) this.settleInTime();
  }

  /** Takes away the documents whose time is over, before a call is answered, or when the alarm rings for them. */
  expire(now: number): void {
    const due = this.#rooms.shelf.expiries.due(now);
    if (due.length === 0) return;
    this.#rooms.writer.expire(due, now);
    this.wrote(due.length);
  }

  /** A cell that was filled from another begins to serve: what that one left to do, and what is made anew. */
  opened(): void {
    this.#rooms.shelf.expiries.forget();
    this.#soon();
  }

  /** After a search, which may have found packs missing. */
  searched(): void {
    if (this.#packer.due) this.#soon();
  }

  /** After a call about memories, or one that leaves documents to expire. */
  settleInTime(): void {
    this.#tell();
    this.#rooms.memories.settleInTime(this.#rings, this.#rooms.shelf.expiries.rings);
  }

  /** Has whoever listens called and vectors sent, and the cell woken to do so again, unless it will be woken anyway. */
  #tell(): void {
    const { caller, courier } = this.#rooms;
    const againMs = Math.min(caller.tell() ?? Infinity, courier.tell() ?? Infinity);
    if (againMs === Infinity || this.#rings > 0) return;
    this.#rings = Date.now() + againMs;
    void this.#storage.setAlarm(this.#rings);
  }

  async #pack(): Promise<void> {
    await makePacks(this.#packer, this.#rooms.alive).catch(console.error); // learning does not hang on it
  }

  /** Later with every write, by half a pause at least; a writer that never pauses cannot keep it from ringing. */
  #soon(): void {
    const now = Date.now();
    this.#wanted ||= now;
    const at = Math.min(now + pauseMs, this.#wanted + patienceMs);
    if (at - this.#rings < pauseMs / 2) return;
    this.#rings = at;
    void this.#storage.setAlarm(at);
  }

  async #waking(): Promise<void> {
    const { index } = this.#rooms.shelf;
    for (let ms = 0; !index.loaded && ms < wakingMs; ms += 100) await scheduler.wait(100);
  }
}
