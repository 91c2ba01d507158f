import { termOf } from "../text/terms";
import { eachWord } from "../text/words";
import type { Automaton } from "./automaton";
import type { Condition } from "./filter";
import { momentOf } from "./moment";
import { readPattern } from "./pattern";
import { booleanOf, fold, numberOf, type ScalarKind } from "./readings";

export type Relation = "in" | "gt" | "gte" | "lt" | "lte" | "contains" | "starts_with" | "ends_with";

/** Asks whether a reading of one kind stands in a relation: to one of several values with `in`, else to the one. */
export interface Probe {
  kind: ScalarKind;
  relation: Relation;
  values: readonly (string | number)[];
}

/** What no single reading can tell; asked of the field's whole value. */
export type Beyond =
  | { is: "pattern"; pattern: Automaton }
  | { is: "words"; terms: readonly number[] }
  | { is: "same"; values: readonly object[] };

/**
 * A condition in the terms that the evaluator, the SQL and the payload indexes share. It hits when a probe meets a
 * reading of a member, or `beyond` holds; a field that is there passes when that is not `negated`.
 */
export interface Probes {
  probes: readonly Probe[];
  beyond?: Beyond;
  negated: boolean;
  whenMissing: boolean;
}

const hit = (probes: readonly Probe[], beyond?: Beyond): Probes => ({
  probes,
  beyond,
  negated: false,
  whenMissing: false,
});

/** A missing field passes nothing but `exists: false` and `is_null: true`. */
export function probesOf({ operator, value, ignoreCase }: Condition): Probes {
  switch (operator) {
    case "eq":
      return equal([value], ignoreCase);
    case "ne":
      return { ...equal([value], ignoreCase), negated: true };
    case "in":
      return equal(Array.isArray(value) ? value : [], ignoreCase);
    case "nin":
      return { ...equal(Array.isArray(value) ? value : [], ignoreCase), negated: true };
    case "exists":
      return { probes: [], negated: value === true, whenMissing: value !== true };
    case "is_null":
      return { ...equal([null], false), negated: value !== true, whenMissing: value === true };
    case "contains":
      return typeof value === "string" ? hit(holding(value, ignoreCase)) : equal([value], ignoreCase);
    case "starts_with":
    case "ends_with":
      return hit(typeof value === "string" ? [inText(operator, value, ignoreCase)] : []);
    case "regex":
      return hit([], { is: "pattern", pattern: readPattern(String(value), { ignoreCase }) });
    case "text":
      return hit([], { is: "words", terms: termsOf(String(value)) });
    default:
      return hit(beside(operator, value, ignoreCase));
  }
}

/** A text is compared as a text, or as a moment when it names one; other types only where the text can be read so. */
function equal(wanted: readonly unknown[], ignoreCase: boolean): Probes {
  const byKind = new Map<ScalarKind, Set<string | number>>();
  const add = (kind: ScalarKind, value: string | number | undefined) => {
    if (value !== undefined) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(value));
  };
  const values: object[] = [];
  for (const value of wanted) {
    if (value === null) add("null", 0);
    else if (typeof value === "object") values.push(value);
    else if (typeof value === "string") {
      const moment = momentOf(value);
      if (moment !== undefined) add("moment", moment);
      else if (ignoreCase) add("folded", fold(value));
      else add("text", value);
      add("number", numberOf(value));
      add("boolean", booleanOf(value));
    } else if (typeof value === "number") for (const kind of ["number", "textNumber"] as const) add(kind, value);
    else if (typeof value === "boolean")
      for (const kind of ["boolean", "textBoolean"] as const) add(kind, Number(value));
  }
  const probes = [...byKind].map(([kind, known]): Probe => ({ kind, relation: "in", values: [...known] }));
  return hit(probes, values.length > 0 ? { is: "same", values } : undefined);
}

function beside(relation: Relation, value: unknown, ignoreCase: boolean): Probe[] {
  const probe = (kind: ScalarKind, to: string | number | undefined): Probe[] =>
    to === undefined ? [] : [{ kind, relation, values: [to] }];
  if (typeof value === "number") return [...probe("number", value), ...probe("textNumber", value)];
  if (typeof value === "boolean") return [...probe("boolean", Number(value)), ...probe("textBoolean", Number(value))];
  if (typeof value !== "string") return [];
  const moment = momentOf(value);
  if (moment !== undefined) return probe("moment", moment);
  return [
    inText(relation, value, ignoreCase),
    ...probe("number", numberOf(value)),
    ...probe("boolean", booleanOf(value)),
  ];
}

/** `contains`: a part of a text, or a member of a list. */
const holding = (value: string, ignoreCase: boolean): Probe[] => [
  inText("contains", value, ignoreCase),
  ...equal([value], ignoreCase).probes.filter(({ kind }) => kind === "number" || kind === "boolean"),
];

const inText = (relation: Relation, value: string, ignoreCase: boolean): Probe =>
  ignoreCase ? { kind: "folded", relation, values: [fold(value)] } : { kind: "text", relation, values: [value] };

/** The terms of the words of a text: of a compound's, not those of its parts. */
function termsOf(text: string): number[] {
  const terms = new Set<number>();
  eachWord(text, (word, _start, _end, part) => {
    if (!part) terms.add(termOf(word));
  });
  return [...terms];
}
