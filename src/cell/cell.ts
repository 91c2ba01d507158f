import type { DecayConfig } from "../engine/memory/policy";
import type { Id } from "../kit/id";
import { Caller } from "./caller";
import { Chores } from "./chores";
import type {
  Answer,
  Change,
  ChangeResult,
  CollectionPlan,
  Counts,
  DatedDraft,
  DocumentDraft,
  DocumentPage,
  NotedEvent,
  Outcome,
  Pass,
  TextAnswer,
} from "./contract";
import { counted, held } from "./counts";
import { crossing } from "./crossing";
import { editionOf } from "./edition";
import { Gate, type Migration } from "./gate";
import { Glance } from "./glance";
import { Hooks } from "./hooks";
import { aggregate, list, select } from "./listing";
import type { MemoryVerb } from "./memory/contract";
import { Memories } from "./memory/memories";
import { Outbox } from "./outbox";
import type { Declared } from "./payload-index";
import { execute } from "./pipelines";
import { type Received, receive } from "./receiver";
import { Courier } from "./remote/courier";
import type { Inquiry } from "./remote/inquiry";
import { Remote } from "./remote/remote";
import type { Move, Standing } from "./remote/spaces";
import { shelfOf } from "./shelf";
import { type SnapshotAsked, Snapshots, type SnapshotTold } from "./snapshots";
import { vectors } from "./vectors";
import { mostQueries, type VectorVerb } from "./vectors/contract";
import { Writer } from "./writer";

/**
 * One namespace's contents. It knows no other namespace: it is reached by the namespace's id alone, and its gate
 * decides about every call. Work on the contents holds no await, so a call sees and leaves the cell whole.
 */
export class Cell extends Hooks {
  readonly #gate = new Gate(this.ctx.storage);
  readonly #remote = new Remote(this.ctx.storage, this.#gate, (id) => this.spaces?.(id));
  readonly #shelf = shelfOf(this.ctx.storage, this.#gate, this.#remote);
  readonly #courier = new Courier(this.#shelf, () => this.#gate.serving);
  readonly #outbox = new Outbox(this.ctx.storage, () => this.#gate.schema);
  readonly #writer = new Writer(this.ctx.storage, this.#shelf, this.#outbox);
  readonly #memories = new Memories(this.ctx.storage, this.#outbox, () => this.#gate.schema);
  readonly #chores = new Chores(this.ctx.storage, {
    shelf: this.#shelf,
    writer: this.#writer,
    courier: this.#courier,
    memories: this.#memories,
    caller: new Caller(this.#outbox, () => this.#gate.namespace && this.call?.(this.#gate.namespace)),
    alive: () => this.#gate.serving,
  });
  readonly #snapshots = new Snapshots(this.ctx.storage);
  readonly glance = new Glance(this.ctx.storage, this.#gate, this.#shelf);

  found(namespaceId: Id<"namespace">, organizationId: Id<"organization">, indexes: Declared[] = []): void {
    if (!this.#gate.found(namespaceId, organizationId)) return;
    this.#shelf.index.startEmpty();
    this.#shelf.payload.declare(indexes);
  }

  /** Takes over the payload indexes that the namespace declares now. New ones are made in the background. */
  declareIndexes(pass: Pass, indexes: Declared[]): Answer<null> {
    return this.#serve(pass, () => {
      this.ctx.storage.transactionSync(() => this.#shelf.payload.declare(indexes));
      this.#chores.wrote(0);
      return null;
    });
  }

  /** From here on nothing reads or writes: a call in flight that comes after this one is refused. */
  retire(namespaceId: Id<"namespace">, organizationId: Id<"organization">): void {
    this.#gate.retire(namespaceId, organizationId);
    this.#shelf.forget();
    this.#memories.forget();
  }

  /** How many rows of each table a retired cell holds, or held. @throws for a cell that is in use */
  census(): Record<string, number> {
    return this.#gate.census();
  }

  /** Erases a retired cell's contents, for good; a second time finds nothing. @throws for a cell that is in use */
  wipe(): Promise<void> {
    return this.#gate.wipe();
  }

  revoke(keyId: string, from: number): void {
    this.#gate.revoke(keyId, from);
  }

  /** Makes every plan made so far stale; gives the version that plans have to carry from here on. */
  reconfigure(pass: Pass): Answer<number> {
    return this.#serve(pass, () => this.#gate.reconfigure());
  }

  /** The configuration version a plan has to carry. Asked too before work that would not come to the cell at all. */
  admit(pass: Pass): Answer<number> {
    return this.#serve(pass, () => this.#gate.config);
  }

  /** Lets a caller in as a search does, and says what a search would see: another text after every change. */
  stamp(pass: Pass): Answer<string> {
    return this.#serve(pass, () => `${this.#gate.config}.${editionOf(this.ctx.storage)}`);
  }

  /** Says what events are listened to from here on. An older word that comes later changes nothing. */
  subscribe(organizationId: Id<"organization">, revision: number, patterns: string[]): void {
    if (this.#gate.organization === organizationId) this.#outbox.subscribe(revision, patterns);
  }

  /** Lets the events go that have arrived, up to a sequence; gives the oldest of the others, null when not in use. */
  outgoing(arrived: number, limit: number): { organizationId: Id<"organization">; events: NotedEvent[] } | null {
    const organizationId = this.#gate.organization;
    return organizationId ? { organizationId, events: this.#outbox.next(arrived, limit) } : null;
  }

  ping(): "alive" {
    return "alive";
  }

  override alarm(): Promise<void> {
    return this.#chores.run();
  }

  /** What the namespace's agents remember. Ask and answer are JSON text, as `MemoryCalls` has them. */
  remember(pass: Pass, verb: MemoryVerb, ask: string, decay: DecayConfig): TextAnswer {
    const answer = this.#serve(pass, () => this.#memories.call(verb, ask, decay, pass.now));
    if (answer.ok) this.#chores.settleInTime();
    return answer.ok ? answer.value : answer;
  }

  createDocuments(pass: Pass, drafts: DocumentDraft[]): Answer<{ taken: string[] }> {
    return this.#serve(pass, () => this.#wrote(0, this.#writer.create(drafts, pass.now)));
  }

  /** Puts documents with the times they had. What keeps one of them from being put is told, and none is put. */
  importDocuments(pass: Pass, drafts: DatedDraft[]): Answer<{ elsewhere: string[]; dimension: number | null }> {
    return this.#serve(pass, () => this.#wrote(drafts.length, this.#writer.importAll(drafts, pass.now)));
  }

  changeDocuments(pass: Pass, plan: CollectionPlan, changes: Change[]): Answer<ChangeResult> {
    return this.#serve(pass, () => this.#wrote(changes.length, this.#writer.change(pass, plan, changes)));
  }

  deleteDocuments(pass: Pass, ids: string[], collectionId: string | null): Answer<{ deleted: boolean[] }> {
    return this.#serve(pass, () => this.#wrote(ids.length, this.#writer.removeAll(pass, ids, collectionId)));
  }

  /** Ids of the documents that are meant. `selection` is JSON text of a `Selection`. */
  selectDocuments(pass: Pass, selection: string): Answer<{ ids: string[] }> {
    return this.#serve(pass, () => ({ ids: select(this.#shelf, pass, JSON.parse(selection)).map(({ id }) => id) }));
  }

  dropCollection(pass: Pass, collectionId: string): Answer<{ deleted: number }> {
    return this.#serve(pass, () => {
      const deleted = this.#writer.dropCollection(collectionId, pass.now);
      return this.#wrote(deleted, { deleted });
    });
  }

  /** The document as `arrived` reads it. */
  getDocument(pass: Pass, id: string, vectors: boolean): TextAnswer {
    const answer = this.#serve(pass, () => this.glance.called(pass, id, vectors));
    return answer.ok ? answer.value && crossing(answer.value) : answer;
  }

  /** `listing` is JSON text of a `Listing`. */
  listDocuments(pass: Pass, listing: string): Answer<DocumentPage> {
    return this.#serve(pass, () => list(this.#shelf, pass, listing));
  }

  /** `question` is JSON text of a selection and an aggregation; so is the answer. */
  aggregateDocuments(pass: Pass, question: string): Answer<{ text: string }> {
    return this.#serve(pass, () => ({ text: aggregate(this.#shelf, pass, question) }));
  }

  count(pass: Pass): Answer<Counts> {
    return this.#serve(pass, () => counted(this.#shelf.sql, pass, this.#gate.schema, this.#memories));
  }

  /** How much it holds, for the account's record: numbers only, and of no key's doing. Null when it does not serve. */
  holdings(organizationId: Id<"organization">): { documents: number; bytes: number } | null {
    return this.#gate.servesFor(organizationId) ? held(this.#shelf.sql) : null;
  }

  /** Runs data stages. The plan is JSON text of a `Plan`. */
  execute(pass: Pass, plan: string): Answer<Outcome> | Promise<Answer<Outcome>> {
    return this.#search(pass, 1, (inquiry) => execute(this.#shelf, pass, plan, inquiry));
  }

  /** Answers about one collection's vectors and texts. Ask and answer are JSON text, as `VectorCalls` has them. */
  vectors(pass: Pass, verb: VectorVerb, ask: string): Answer<string> | Promise<Answer<string>> {
    return this.#search(pass, mostQueries, (inquiry) => vectors(this.#shelf, pass, verb, ask, inquiry));
  }

  /** Works on where the vectors ought to be; null when not in use. They are searched where they were till all are there. */
  async moveVectors(organizationId: Id<"organization">, move: Move): Promise<Standing | null> {
    return this.#gate.servesFor(organizationId) ? this.#courier.move(move) : null;
  }

  /** The schema of this cell's tables, and the steps to another; they are taken but for a dry run. Null: there is no way. */
  migrate(pass: Pass, target: number | null, dryRun: boolean): Answer<Migration | null> {
    return this.#serve(pass, () => this.#gate.migrateTo(target, dryRun, this.#shelf.forget));
  }

  /** Opens, reads or closes a snapshot of the contents. */
  snapshot(pass: Pass, asked: SnapshotAsked): Answer<SnapshotTold> {
    return this.#serve(pass, () => this.#snapshots.answer(asked, pass.now));
  }

  /** Fills a cell that is not open yet. With the last of it, it opens. @throws for a cell that serves, or is another's */
  receive(namespaceId: Id<"namespace">, organizationId: Id<"organization">, part: Received): void {
    if (receive(this.ctx.storage, this.#gate, { namespaceId, organizationId }, part)) this.#chores.opened();
  }

  #wrote<T>(changed: number, told: T): T {
    this.#chores.wrote(changed);
    return told;
  }

  #search<T>(pass: Pass, most: number, work: (inquiry: Inquiry) => T): Answer<T> | Promise<Answer<T>> {
    return this.#remote.answering(most, (inquiry) => {
      const answer = this.#serve(pass, () => work(inquiry));
      if (answer.ok) this.#chores.searched();
      return answer;
    });
  }

  #serve<T>(pass: Pass, work: () => T): Answer<T> {
    const refusal = this.#gate.refusal(pass);
    if (refusal) return { ok: false, refusal, config: this.#gate.config };
    this.#snapshots.expire(pass.now);
    this.#chores.expire(pass.now);
    const start = Date.now();
    const value = work();
    if (this.#gate.namespace) this.worked?.(this.#gate.namespace, Date.now() - start);
    return { ok: true, value };
  }
}
