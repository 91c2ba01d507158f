import type { Brought } from "../../cell/memory/brought";
import { invalid, Problem } from "../../kit/problem";
import { broughtBy, type MemoryLine } from "./lines";
import type { Tally } from "./told";
import type { Home } from "./who";

/** A batch is stored whole or not at all. */
const [batchLines, batchBytes] = [500, 1 << 20];

/** Takes in what an export says of memories. */
export class MemoryIntake {
  readonly stored: Tally = { sessions: 0, memories: 0, entities: 0, edges: 0, feedback: 0 };
  readonly #home: Home;
  readonly #memories = new Set<string>();
  readonly #sessions = new Set<string>();
  #batch: { brought: Brought; line: number }[] = [];
  #bytes = 0;

  constructor(home: Home) {
    this.#home = home;
  }

  /** @throws Problem for what an export does not say */
  async take(line: MemoryLine, number: number, bytes: number): Promise<void> {
    this.#check(line);
    this.#batch.push({ brought: broughtBy(line, this.#home.row.name), line: number });
    this.#bytes += bytes;
    if (this.#batch.length >= batchLines || this.#bytes >= batchBytes) await this.flush();
  }

  #check(line: MemoryLine): void {
    if (line.type === "memory") addOnce(this.#memories, line.memory_id, "memory_id");
    if (line.type === "session") addOnce(this.#sessions, line.session_id, "session_id");
    const named =
      line.type === "edge"
        ? [line.source, line.target]
        : line.type === "entity" || line.type === "feedback"
          ? [line.memory_id]
          : [];
    if (!named.every((id) => this.#memories.has(id)))
      throw invalid("It speaks of a memory that did not come before it.", ["body", "memory_id"]);
  }

  async flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    this.#bytes = 0;
    if (batch.length === 0) return;
    const [taken] = (await this.#home.memory("take", { brought: batch.map(({ brought }) => brought) })).taken;
    if (taken !== undefined)
      throw new Problem("conflict", "Its id belongs to another agent here. This batch was not stored.", {
        line: batch[taken]?.line,
      });
    for (const { brought } of batch) {
      const kind = tallied[brought.kind];
      if (kind) this.stored[kind]++;
    }
  }
}

function addOnce(ids: Set<string>, id: string, name: string): void {
  if (ids.has(id)) throw invalid("It is in this export twice.", ["body", name]);
  ids.add(id);
}

const tallied: Record<Brought["kind"], keyof Tally | undefined> = {
  policy: undefined,
  entityConfig: undefined,
  session: "sessions",
  memory: "memories",
  entity: "entities",
  edge: "edges",
  feedback: "feedback",
};
