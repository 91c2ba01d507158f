import { type Literal, wrong } from "./filter-words.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** Whether metadata passes; `open` is what is answered where the service's documents give none. */
export type Test = (metadata: JsonObject | undefined, open: boolean) => boolean;

type Step = { name: string } | { index: number } | { fromEnd: number };

const stepShape = /(?:^|\.)(?<name>[a-zA-Z_][\w-]*)|\[(?<index>\d+)\]|\[#-(?<fromEnd>\d+)\]/y;

/** `a.b`, `a[0]` and `a[#-1]`, the last one counted from the end. */
function stepsOf(identifier: string): Step[] {
  const steps: Step[] = [];
  stepShape.lastIndex = 0;
  while (stepShape.lastIndex < identifier.length) {
    const groups = stepShape.exec(identifier)?.groups;
    if (!groups) throw wrong(`${identifier} is no identifier`);
    if (groups.name !== undefined) steps.push({ name: groups.name });
    else if (groups.index !== undefined) steps.push({ index: Number(groups.index) });
    else steps.push({ fromEnd: Number(groups.fromEnd) });
  }
  return steps;
}

function at(value: Json | undefined, step: Step): Json | undefined {
  if ("name" in step) return isObject(value) && Object.hasOwn(value, step.name) ? value[step.name] : undefined;
  if (!Array.isArray(value)) return undefined;
  return "index" in step ? value[step.index] : value[value.length - step.fromEnd];
}

function reader(identifier: string): (metadata: JsonObject | undefined) => Json | undefined {
  const steps = stepsOf(identifier);
  return (metadata) => steps.reduce<Json | undefined>(at, metadata);
}

/** Whether a value is the literal; undefined where their kinds differ. 1 and 0 are booleans too. */
function same(value: Json | undefined, literal: Literal): boolean | undefined {
  if (typeof value === "boolean" && (literal === 1 || literal === 0)) return value === (literal === 1);
  return typeof value === typeof literal ? value === literal : undefined;
}

const orders = {
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
};

export function compared(field: string, sign: "=" | "!=" | keyof typeof orders, literal: Literal): Test {
  const read = reader(field);
  return (metadata, open) => {
    const value = read(metadata);
    if (value === undefined && sign !== "!=") return false;
    if (sign === "=") return same(value, literal) ?? open;
    if (sign === "!=") return flipped(same(value, literal)) ?? open;
    return typeof value === "number" && typeof literal === "number" ? orders[sign](value, literal) : open;
  };
}

export function listed(field: string, negated: boolean, literals: Literal[]): Test {
  const read = reader(field);
  return (metadata, open) => {
    const found = literals.map((literal) => same(read(metadata), literal));
    if (found.includes(true)) return !negated;
    return found.every((one) => one === undefined) ? negative(read(metadata), negated, open) : negated;
  };
}

export function contains(field: string, negated: boolean, literal: Literal): Test {
  const read = reader(field);
  return (metadata, open) => {
    const value = read(metadata);
    if (!Array.isArray(value)) return negative(value, negated, open);
    return value.some((one) => same(one, literal) === true) !== negated;
  };
}

export function matched(field: string, negated: boolean, pattern: string): Test {
  const read = reader(field);
  const shape = globbed(pattern);
  return (metadata, open) => {
    const value = read(metadata);
    if (typeof value !== "string") return negative(value, negated, open);
    return shape.test(value) !== negated;
  };
}

export function has(field: string, negated: boolean): Test {
  const read = reader(field);
  return (metadata, open) => {
    const value = read(metadata);
    return value === null ? open : (value !== undefined) !== negated;
  };
}

/** A field that is missing passes nothing positive; everything else about it is left open. */
const negative = (value: Json | undefined, negated: boolean, open: boolean) =>
  value === undefined && !negated ? false : open;

const flipped = (value: boolean | undefined) => (value === undefined ? undefined : !value);

/** `*`, `?`, `[abc]`, `[a-z]` and `[^abc]`, over the whole text, letter case counting. */
function globbed(pattern: string): RegExp {
  const source = pattern.replaceAll(/\[(\^?)([^\]]*)\]|[\s\S]/gu, (piece, not: string | undefined, set: string) => {
    if (piece === "*") return "[\\s\\S]*";
    if (piece === "?") return "[\\s\\S]";
    if (piece === "[") throw wrong("a bracket is not closed");
    if (set === undefined) return piece.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    if (set === "") throw wrong("empty brackets");
    return `[${not}${set.replaceAll(/[\\^[\]]/g, "\\$&")}]`;
  });
  try {
    return new RegExp(`^${source}$`, "u");
  } catch {
    throw wrong("a range is the wrong way round");
  }
}
