/** A service that is not asked now, since it has not answered. */
export class Silent extends Error {
  override readonly name = "Silent";
}

/** Failures in a row after which a service is left alone, and for how long. */
const patience = 3;
const restMs = 5_000;

/**
 * Keeps an isolate from waiting again and again for a service that does not answer. After a rest one request asks
 * again; the others go on without until that one has an answer.
 */
export class Breaker {
  #failures = 0;
  #restsUntil = 0;

  /** @throws Silent at once while the service is left alone; otherwise whatever the work throws */
  async run<T>(now: number, work: () => Promise<T>): Promise<T> {
    if (this.#failures >= patience) {
      if (now < this.#restsUntil) throw new Silent("not asked: it did not answer before");
      this.#restsUntil = now + restMs;
    }
    try {
      const answer = await work();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (++this.#failures === patience) this.#restsUntil = now + restMs;
      throw error;
    }
  }
}
