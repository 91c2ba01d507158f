import type { SpaceHit, SpaceQuestion } from "../../engine/knn/space";

/** What a search has to know of vectors outside before it can go on. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  readonly feature: string;
  readonly question: SpaceQuestion;

  constructor(feature: string, question: SpaceQuestion) {
    super("asked outside");
    this.feature = feature;
    this.question = question;
  }
}

/** Questions of one search at most; what is left open then is answered as if nobody had. */
const mostQuestions = 12;

/**
 * What one run of a retriever has asked outside. A run never waits: it is broken off at a question without an answer, and
 * begun again when there is one. So it sees the cell as it is at one moment, however long the answer took.
 */
export class Inquiry {
  readonly #answers = new Map<string, SpaceHit[] | null>();
  readonly #most: number;

  /** `searches` is how many one run may make, each with questions of its own; a retriever's are few, and share. */
  constructor(searches = 1) {
    this.#most = searches * mostQuestions;
  }

  /** Hits, best first; null when there was no answer to be had. @throws Unanswered */
  answer(feature: string, question: SpaceQuestion): SpaceHit[] | null {
    const known = this.#answers.get(nameOf(feature, question));
    if (known !== undefined) return known;
    if (this.#answers.size >= this.#most) return null;
    throw new Unanswered(feature, question);
  }

  learn({ feature, question }: Unanswered, hits: SpaceHit[] | null): void {
    this.#answers.set(nameOf(feature, question), hits);
  }
}

const nameOf = (feature: string, { vector, ...rest }: SpaceQuestion) =>
  JSON.stringify([feature, rest, Array.from(vector)]);
