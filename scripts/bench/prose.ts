import { readPages } from "../demo/corpus.ts";
import { random } from "./random.ts";

const wordsPerDocument = 120;
const topicCount = 200;
const wordsPerTopic = 40;

export interface Prose {
  documents(count: number): Generator<{ title: string; text: string; n: number }>;
  query(n: number): string;
}

/**
 * English-like text of any amount: real words of the installed packages' documentation, as frequent as Zipf's law has
 * them, a third of each document from one of 200 topics so that some documents fit a query better than others.
 */
export async function prose(): Promise<Prose> {
  const words = await vocabulary();
  const draw = zipf(words);
  const at = random(1);
  const rare = words.slice(100);
  const topics = Array.from({ length: topicCount }, () =>
    Array.from({ length: wordsPerTopic }, () => rare[Math.floor(at() * rare.length)]!),
  );
  const text = (next: () => number, length: number, onTopic: number) => {
    const topic = topics[Math.floor(next() * topicCount)]!;
    const word = () => (next() < onTopic ? topic[Math.floor(next() * wordsPerTopic)]! : draw(next()));
    return Array.from({ length }, word).join(" ");
  };
  return {
    *documents(count) {
      for (let n = 0; n < count; n++) {
        const next = random(n);
        const length = Math.round(wordsPerDocument * (0.5 + next()));
        yield { title: text(next, 6, 0.5), text: text(next, length, 0.33), n };
      }
    },
    query: (n) => {
      const next = random(1e9 + n);
      return text(next, 2 + Math.floor(next() * 4), 0.7);
    },
  };
}

/** All words of the documentation, the most frequent first. */
async function vocabulary(): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { text } of await readPages(3_000))
    for (const word of text.toLowerCase().match(/\b[a-z]{2,16}\b/g) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

/** Draws a word by a number in [0, 1): the word of rank r with a chance in proportion to 1 / (r + 2.7). */
function zipf(words: string[]): (part: number) => string {
  let sum = 0;
  const sums = Float64Array.from(words, (_, rank) => {
    sum += 1 / (rank + 2.7);
    return sum;
  });
  return (part) => {
    let [low, high] = [0, words.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < part * sum) low = middle + 1;
      else high = middle;
    }
    return words[low]!;
  };
}
