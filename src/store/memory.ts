import type { AnswerOf, AskOf, Limited, MemoryVerb } from "../cell/memory/contract";
import type { DecayConfig } from "../engine/memory/policy";
import { Problem } from "../kit/problem";
import { type Plot, passOf } from "./plot";
import { servedText } from "./refused";

/** Does something with a namespace's memories, in one call into its cell: see `MemoryCalls`. */
export type Remember = <V extends MemoryVerb>(verb: V, ask: AskOf<V>) => Promise<AnswerOf<V>>;

export function memoryOf(plot: Plot, decay: () => Promise<DecayConfig>): Remember {
  // A key for some collections has no business here; the door has refused it, and this is the second lock.
  if (plot.collections !== null) throw new TypeError("memories are for who may see all of the namespace");
  return async (verb, ask) => {
    const text = await servedText(plot.cell.remember(passOf(plot), verb, JSON.stringify(ask), await decay()));
    const answer = JSON.parse(text ?? "null");
    if (answer !== null && "limited" in answer) throw tooMany(answer);
    return answer;
  };
}

const tooMany = ({ limited: { limit, retryAfter: retry_after } }: Limited) =>
  new Problem(
    "rate_limited",
    `This namespace's policy allows ${limit} of these a minute. Try again in ${retry_after} seconds.`,
    { limit, window: 60, retry_after },
  );
