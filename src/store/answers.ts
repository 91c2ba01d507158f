import { sha256 } from "../kit/hash";
import { type Id, isId } from "../kit/id";
import { type AnswersPort, IsolateAnswers, type Kept, sharedAnswers } from "../outside/answers";
import { type Plot, passOf } from "./plot";
import { redisOf } from "./redis";
import { served } from "./refused";

/** Answers that a namespace's searches were given before. */
export interface Answers {
  /**
   * Looks one up for the caller. The cell is asked first: it has the last word on who is let in, and says what a search
   * would see now. The answer to be kept has to be made after this.
   */
  find(question: string): Promise<{ kept: Kept | undefined; keep(text: string, lifeMs: number): Promise<void> }>;
}

const ofThisIsolate = new IsolateAnswers();

const portOf = (env: Env, now: number): AnswersPort => {
  const redis = redisOf(env, now);
  return redis ? sharedAnswers(redis) : ofThisIsolate;
};

/** What the keys of all answers of a namespace start with. */
export function answersPrefix(id: Id<"namespace">): string {
  if (!isId("namespace", id)) throw new TypeError("not a namespace id");
  return `${id} answers `;
}

/**
 * An answer's key names the namespace, the state of its cell, the caller's key and what that key may see, and the
 * question: a hit crosses none of them. The cell's state changes with every write, so what was kept before is not found.
 */
export function answers(env: Env, plot: Plot): Answers {
  return {
    async find(question) {
      const { keyId, collections, organizationId } = passOf(plot);
      const stamp = await served(plot.cell.stamp(passOf(plot)));
      const asked = await sha256(JSON.stringify([organizationId, keyId, collections, question]));
      const key = `${answersPrefix(plot.id)}${stamp} ${asked}`;
      const port = portOf(env, plot.now);
      const kept = await port.get(key, plot.now);
      return { kept, keep: (text, lifeMs) => port.set(key, text, lifeMs, plot.now) };
    },
  };
}
