import { type Result, type Router, UnsupportedPathError } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { TrieRouter } from "hono/router/trie-router";

/**
 * Hono's fast router, and its patient one for paths that the fast one cannot hold beside the others. Left to choose, Hono
 * takes the patient one for all as soon as there is one such path. What the fast one finds comes first.
 */
export class Routers<T> implements Router<T> {
  readonly name = "Routers";
  readonly #fast = new RegExpRouter<T>();
  readonly #patient = new TrieRouter<T>();

  add(method: string, path: string, handler: T): void {
    try {
      this.#fast.add(method, path, handler);
    } catch (error) {
      if (!(error instanceof UnsupportedPathError)) throw error;
      this.#patient.add(method, path, handler);
    }
  }

  match(method: string, path: string): Result<T> {
    const found = this.#fast.match(method, path);
    return found[0].length > 0 ? found : this.#patient.match(method, path);
  }
}
