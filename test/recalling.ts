import { readMemory, type StoredMemory } from "../src/engine/memory/entry";
import { RecallIndex, type RecallOptions } from "../src/engine/memory/recall-index";

/** The moment of all recalls. */
export const now = Date.UTC(2024, 5, 1);

/** An index of memories whose seqs are their places. */
export function remember(memories: StoredMemory[]): RecallIndex {
  const index = new RecallIndex();
  memories.forEach((memory, seq) => {
    index.add(readMemory(seq, memory));
  });
  return index;
}

/** What somebody said in a conversation. */
export const turn = (speaker: string, content: string, session_id: string, date?: string): StoredMemory => ({
  content,
  session_id,
  metadata: { speaker, ...(date && { session_date: date }) },
});

export const recall = (index: RecallIndex, query: string, options: Partial<RecallOptions> = {}) =>
  index.recall(query, { topK: 5, now, ...options });

export const found = (index: RecallIndex, query: string, options: Partial<RecallOptions> = {}) =>
  recall(index, query, options).map(({ seq }) => seq);
