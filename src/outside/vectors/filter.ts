import { namesSystem } from "../../engine/document";
import type { Condition, Filter } from "../../engine/filter/filter";
import { type Probe, probesOf } from "../../engine/filter/probe";
import { isId } from "../../kit/id";
import { boundsAt, mark, marksAt } from "./readings";

/** Lists longer than this, and filters longer than that, are left to whoever checks what was found. */
const mostValues = 100;
const mostLetters = 8_000;
/** Said of no entry. */
const never = "x > 1";

/**
 * What an entry must fulfil to pass a filter, in Upstash's words; undefined where nothing certain can be said. Whoever
 * passes the filter passes this; not everybody who passes this passes the filter. Negations, patterns, parts of texts
 * and the order of texts say nothing.
 */
export function compileFilter(filter: Filter): string | undefined {
  const clause = clauseOf(filter);
  return clause === undefined || clause.length > mostLetters ? undefined : `(x = 1 OR ${clause})`;
}

/** Which collections are looked into. It stands first, beside what else is asked and never inside. @throws RangeError */
export function accessTo(collections: readonly string[]): string {
  if (!collections.every((id) => isId("collection", id))) throw new RangeError("Not the id of a collection.");
  return `c IN (${collections.map((id) => `'${id}'`).join(", ")})`;
}

function clauseOf(filter: Filter): string | undefined {
  switch (filter.kind) {
    case "and": {
      const said = filter.of.map(clauseOf).filter((clause) => clause !== undefined);
      return said.length > 0 ? joined("AND", said) : undefined;
    }
    case "or":
      return anyOf(filter.of.map(clauseOf));
    case "not":
      return undefined;
    case "is":
      return conditionClause(filter);
  }
}

function conditionClause(condition: Condition): string | undefined {
  const { field } = condition;
  const { probes, beyond, negated, whenMissing } = probesOf(condition);
  // Which member of a list is meant, and what we know of a document ourselves, is not in the metadata.
  if (negated || whenMissing || beyond || namesSystem(field) || /(^|\.)\d+(\.|$)/.test(field)) return undefined;
  // Where a document has no field `metadata`, `metadata.x` is `x`.
  const paths = field.startsWith("metadata.") ? [field, field.slice("metadata.".length)] : [field];
  return anyOf(paths.flatMap((path) => probes.map((probe) => probeClause(probe, path))));
}

function probeClause({ kind, relation, values }: Probe, path: string): string | undefined {
  if (values.length > mostValues) return undefined;
  if (relation === "in") return anyOf(values.map((value) => `${marksAt(path)} CONTAINS '${mark(kind, value)}'`));
  const bounded = kind === "textNumber" ? "number" : kind;
  if (bounded !== "number" && bounded !== "moment") return undefined;
  return anyOf(values.map((value) => boundClause(boundsAt(bounded, path), relation, Number(value))));
}

function boundClause([least, most]: [string, string], relation: Probe["relation"], value: number): string | undefined {
  // Whether a literal may have a sign is written nowhere: what is to be less than a negative number is negative.
  if (value < 0) return relation === "lt" || relation === "lte" ? `${least} < 0` : undefined;
  const literal = String(value);
  if (!/^\d+(\.\d+)?$/.test(literal)) return undefined;
  switch (relation) {
    case "gt":
      return `${most} > ${literal}`;
    case "gte":
      return `${most} >= ${literal}`;
    case "lt":
      return `${least} < ${literal}`;
    case "lte":
      return `${least} <= ${literal}`;
    default:
      return undefined;
  }
}

/** One of the clauses holds; undefined as soon as one says nothing. */
function anyOf(clauses: (string | undefined)[]): string | undefined {
  const said = clauses.filter((clause) => clause !== undefined);
  if (said.length < clauses.length) return undefined;
  return said.length > 0 ? joined("OR", said) : never;
}

function joined(word: "AND" | "OR", clauses: string[]): string {
  const different = [...new Set(clauses)];
  return different.length === 1 ? (different[0] ?? never) : `(${different.join(` ${word} `)})`;
}
