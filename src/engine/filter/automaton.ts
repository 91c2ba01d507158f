export type Test = (character: string) => boolean;
/** Each step goes on to the one after it, but for a split, which names where it goes. */
export type Step =
  | { is: "one"; test: Test }
  | { is: "split"; to: number[] }
  | { is: "start" | "end" | "match" }
  | { is: "edge"; wanted: boolean };

/** Where the automaton may stand between two characters. What comes next is worked out once for each kind of character. */
interface State {
  at: readonly number[];
  /** What lies behind: nothing, a word's character, or another. */
  behind: "nothing" | "word" | "other";
  /** By kind of character: the state after it, or that the pattern was found. */
  after: Map<number, State | "found">;
}

/** What the pattern makes of a character. */
interface Kind {
  id: number;
  passed: ReadonlySet<Test>;
  word: boolean;
}

/** Beyond these the automaton forgets what it has worked out, so that no text can fill the memory. */
const maxStates = 2000;
const maxKinds = 2000;
const maxCharacters = 10_000;

/** Tells in one pass whether a pattern occurs in a text: states are sets of steps, made as they are met. */
export class Automaton {
  readonly #steps: readonly Step[];
  readonly #isWord: Test;
  readonly #tests: readonly Test[];
  readonly #states = new Map<string, State>();
  readonly #kinds = new Map<string, Kind>();
  readonly #kindOf = new Map<string, Kind>();
  #nextKind = 0;

  constructor(steps: readonly Step[], isWord: Test) {
    this.#steps = steps;
    this.#isWord = isWord;
    this.#tests = [...new Set(steps.flatMap((step) => (step.is === "one" ? [step.test] : [])))];
  }

  occursIn(text: string): boolean {
    let state = this.#state([0], "nothing");
    for (const character of text) {
      const kind = this.#kind(character);
      let next = state.after.get(kind.id);
      if (next === undefined) {
        next = this.#next(state, kind);
        state.after.set(kind.id, next);
      }
      if (next === "found") return true;
      state = next;
    }
    return this.#follow(state, false, true) === undefined;
  }

  #next(state: State, kind: Kind): State | "found" {
    const here = this.#follow(state, kind.word, false);
    if (!here) return "found";
    const after = here.filter((at) => {
      const step = this.#steps[at];
      return step?.is === "one" && kind.passed.has(step.test);
    });
    // The pattern may begin anywhere.
    return this.#state([0, ...after.map((at) => at + 1)], kind.word ? "word" : "other");
  }

  /** Every step to be reached before the next character, which may be a word's; undefined when the pattern was found. */
  #follow({ at, behind }: State, word: boolean, last: boolean): number[] | undefined {
    const seen = new Set<number>();
    const open = [...at];
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      if (seen.has(here)) continue;
      seen.add(here);
      const step = this.#steps[here];
      if (step?.is === "match") return undefined;
      if (step?.is === "split") open.push(...step.to);
      if (step?.is === "start" && behind === "nothing") open.push(here + 1);
      if (step?.is === "end" && last) open.push(here + 1);
      if (step?.is === "edge" && ((behind === "word") !== word) === step.wanted) open.push(here + 1);
    }
    return [...seen];
  }

  #state(at: number[], behind: State["behind"]): State {
    const steps = [...new Set(at)].sort((a, b) => a - b);
    const key = `${behind} ${steps.join()}`;
    const known = this.#states.get(key);
    if (known) return known;
    if (this.#states.size >= maxStates) this.#states.clear();
    const state: State = { at: steps, behind, after: new Map() };
    this.#states.set(key, state);
    return state;
  }

  /** Characters that every part of the pattern takes alike are of one kind. */
  #kind(character: string): Kind {
    const known = this.#kindOf.get(character);
    if (known) return known;
    if (this.#kindOf.size >= maxCharacters) this.#kindOf.clear();
    const passed = this.#tests.map((test) => test(character));
    const word = this.#isWord(character);
    const key = `${word} ${passed.map(Number).join("")}`;
    let kind = this.#kinds.get(key);
    if (!kind) {
      if (this.#kinds.size >= maxKinds) this.#kinds.clear();
      // A number is never used twice: states remember kinds by it.
      kind = { id: this.#nextKind++, passed: new Set(this.#tests.filter((_, i) => passed[i])), word };
      this.#kinds.set(key, kind);
    }
    this.#kindOf.set(character, kind);
    return kind;
  }
}
