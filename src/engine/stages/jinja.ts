import { Environment, Interpreter, parse, tokenize } from "@huggingface/jinja";
import type { Fields } from "../fields";

// The engine is one for chat templates that interprets and never compiles, so that it can neither reach our code nor
// needs `eval`. It has no bounds of its own: what is below gives it some, for a template may loop over a loop.

type Node = Parameters<Interpreter["evaluate"]>[0];
type Value = ReturnType<Interpreter["evaluate"]>;

/** What a step, or a member of a list, costs; a character costs 1. */
const stepCost = 20;
/** What one rendering may cost: about half a million characters, or 25,000 steps. */
const renderingCost = 500_000;
/** What the renderings of one stage may cost together: about a second. */
const stageCost = 50_000_000;
const maxRange = 1000;

export const maxTemplateLength = 20_000;

/** A template that cannot be read, or that went wrong over one document. */
export class JinjaFault extends Error {}

/** The engine's own empty list. */
const nothing = new Environment().set("nothing", []);

class Metered extends Interpreter {
  #left: number;
  #looped: unknown;

  constructor(environment: Environment, budget: number) {
    super(environment);
    this.#left = budget;
  }

  get left() {
    return this.#left;
  }

  override evaluate(node: Node, environment: Environment): Value {
    this.#spend(stepCost);
    // What is not there can be looped over, as in Jinja itself: a document without tags has none.
    if (node && "iterable" in node) this.#looped = listOf(node.iterable);
    const isLooped = node !== undefined && node === this.#looped;
    const value = super.evaluate(node, environment);
    if (isLooped && (value.type === "UndefinedValue" || value.type === "NullValue")) return nothing;
    if (node && "computed" in node && node.computed === true && value.type === "FunctionValue")
      throw new JinjaFault("A method is called by its name.");
    this.#spend(costOf(value.value));
    return value;
  }

  #spend(cost: number): void {
    this.#left -= cost;
    if (this.#left < 0) throw new JinjaFault("The template takes too long, or makes too much of this document.");
  }
}

/** What a loop goes over, whether it has a condition or not. */
const listOf = (node: unknown) => (typeof node === "object" && node !== null && "lhs" in node ? node.lhs : node);

const costOf = (value: unknown): number =>
  typeof value === "string" ? value.length : Array.isArray(value) ? value.length * stepCost : 0;

/** `range` of Python, of 1,000 numbers at most. */
function range(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!(length <= maxRange)) throw new JinjaFault(`range counts to ${maxRange} at most.`);
  return Array.from({ length }, (_, i) => from + i * step);
}

export interface Template {
  source: string;
  /** What a stage fills in for one document after another; all of them together have a bound. */
  renderer(constants: Fields): (variables: Fields) => string;
}

/** @throws JinjaFault */
export function compile(source: string): Template {
  // Jinja takes one line break off the end: the one that was written there is not to be that one.
  const program = attempt(() => parse(tokenize(`${source}\n`)));
  refuseMultipliers(program);
  const renderer = (constants: Fields) => {
    const globals = new Environment();
    const named = { range, true: true, false: false, none: null, True: true, False: false, None: null, ...constants };
    for (const [name, value] of Object.entries(named)) globals.set(name, value);
    let left = stageCost;
    return (variables: Fields) => {
      const environment = new Environment(globals);
      for (const [name, value] of Object.entries(variables)) environment.set(name, value);
      const budget = Math.min(left, renderingCost);
      const interpreter = new Metered(environment, budget);
      try {
        return `${attempt(() => interpreter.run(program)).value}`;
      } finally {
        left -= budget - Math.max(0, interpreter.left);
      }
    };
  };
  return { source, renderer };
}

/** The engine throws plain errors, and a RangeError where the stack or a text grows too far. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof JinjaFault) throw error;
    throw new JinjaFault(error instanceof Error ? error.message : "not a template", { cause: error });
  }
}

/** Filters and methods that make much of little: what they are given has to be short, and to stand in the template. */
const multipliers = new Set(["replace", "indent", "join", "tojson"]);
const maxArgument = 64;
const maxWidth = 16;

/** @throws JinjaFault */
function refuseMultipliers(node: unknown, called = false): void {
  if (node instanceof Map) for (const [key, value] of node) refuseMultipliers([key, value]);
  if (typeof node !== "object" || node === null) return;
  const type = "type" in node ? node.type : undefined;
  if (type === "Macro" || type === "CallStatement") throw new JinjaFault("Macros are not part of these templates.");
  if (type === "MemberExpression" && !called && multipliers.has(nameOf(node)))
    throw new JinjaFault(`${nameOf(node)} has to be called where it is named.`);
  if (type === "CallExpression" && "callee" in node && "args" in node && Array.isArray(node.args)) {
    const name = nameOf(node.callee);
    if (multipliers.has(name) && !node.args.every(isShort))
      throw new JinjaFault(`What ${name} is given has to stand in the template, ${maxArgument} characters at most.`);
    refuseMultipliers(node.callee, true);
    refuseMultipliers(node.args);
    return;
  }
  for (const inner of Object.values(node)) refuseMultipliers(inner);
}

/** The name at the end of an expression: `replace` of `DOC.title.replace`. */
function nameOf(node: unknown): string {
  if (typeof node !== "object" || node === null) return "";
  if ("property" in node) return nameOf(node.property);
  return "value" in node && typeof node.value === "string" ? node.value : "";
}

function isShort(node: unknown): boolean {
  if (typeof node !== "object" || node === null || !("type" in node) || !("value" in node)) return false;
  const { type, value } = node;
  if (type === "StringLiteral") return typeof value === "string" && value.length <= maxArgument;
  if (type === "IntegerLiteral") return typeof value === "number" && value <= maxWidth;
  if (type === "KeywordArgumentExpression") return isShort(value);
  if (type === "TupleLiteral" || type === "ArrayLiteral") return Array.isArray(value) && value.every(isShort);
  return type === "Identifier" && /^(true|false|none)$/i.test(`${value}`);
}
