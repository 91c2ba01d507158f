import type { Answer, Refusal, TextAnswer } from "../cell/contract";

/** A cell did not serve a call; nothing was written. `door.ts` knows what to do about it. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`the cell refused: ${refusal}`);
    this.refusal = refusal;
  }
}

/** The value of an answer. @throws Refused */
export async function served<T>(answer: Promise<Answer<T>>): Promise<T> {
  const settled = await answer;
  if (!settled.ok) throw new Refused(settled.refusal);
  return settled.value;
}

/** @throws Refused */
export async function servedText(answer: Promise<TextAnswer>): Promise<string | null> {
  const settled = await answer;
  if (typeof settled === "string" || settled === null) return settled;
  throw new Refused(settled.refusal);
}
