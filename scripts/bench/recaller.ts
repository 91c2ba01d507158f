import { registerHooks } from "node:module";
import { DatabaseSync } from "node:sqlite";
import type { Conversation } from "./conversations.ts";

/** Something that remembers one conversation and is asked about it. */
export interface Recaller {
  name: string;
  store(conversation: Conversation): Promise<void>;
  /** Ids of the best turns, best first. */
  recall(query: string, topK: number): Promise<string[]>;
}

/** The baseline: SQLite's full text (BM25, porter) over the text alone, any of the query's words. */
export function plainBm25(): Recaller {
  let database = new DatabaseSync(":memory:");
  let ids: string[] = [];
  return {
    name: "plain BM25",
    async store({ turns }) {
      database.close();
      database = new DatabaseSync(":memory:");
      database.exec("CREATE VIRTUAL TABLE turns USING fts5(text, tokenize = 'porter unicode61')");
      const insert = database.prepare("INSERT INTO turns (rowid, text) VALUES (?, ?)");
      turns.forEach(({ text }, i) => {
        insert.run(i, text);
      });
      ids = turns.map(({ id }) => id);
    },
    async recall(query, topK) {
      const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
      if (words.length === 0) return [];
      const rows = database
        .prepare("SELECT rowid FROM turns WHERE turns MATCH ? ORDER BY rank LIMIT ?")
        .all(words.map((word) => `"${word}"`).join(" OR "), topK);
      return rows.map((row) => ids[Number(row.rowid)]!);
    },
  };
}

/** Every weight at the value that switches its signal off. */
export async function neutralWeights(): Promise<Record<string, number>> {
  const { plainWeights } = await import("../../src/engine/memory/weights.ts");
  return Object.fromEntries(Object.entries(plainWeights).filter(([name]) => !/vector|half_life/.test(name)));
}

/** The engine itself, in this process: what a cell does with its memories, without the way there. */
export async function engine(options: { weights?: object } = {}): Promise<Recaller> {
  registerHooks({
    // The source leaves `.ts` to its bundler.
    resolve: (from, context, next) =>
      next(/^\.\.?\/.*\/[^./]+$|^\.\/[^./]+$/.test(from) ? `${from}.ts` : from, context),
  });
  const { RecallIndex } = await import("../../src/engine/memory/recall-index.ts");
  const { readMemory } = await import("../../src/engine/memory/entry.ts");
  const { vectorOf } = await import("../../src/engine/memory/vector.ts");
  let index = new RecallIndex();
  let ids: string[] = [];
  let vectors: Int8Array[] = [];
  return {
    name: "recall",
    async store({ turns }) {
      index = new RecallIndex();
      ids = turns.map(({ id }) => id);
      vectors = turns.map(({ text }) => vectorOf(text));
      turns.forEach(({ text, speaker, session, date }, seq) => {
        const metadata = { ...(speaker && { speaker }), ...(date && { session_date: date }) };
        index.add(readMemory(seq, { content: text, session_id: session, metadata }));
      });
    },
    async recall(query, topK) {
      const vector = vectorOf(query);
      const cosines = Float32Array.from(vectors, (other) => cosine(vector, other));
      return index.recall(query, { topK, now: Date.now(), cosines, ...options }).map(({ seq }) => ids[seq]!);
    },
  };
}

function cosine(a: Int8Array, b: Int8Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return dot / Math.sqrt(aa * bb || 1);
}
