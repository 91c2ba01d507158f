import type { Condition, Filter } from "../engine/filter/filter";
import { type Probes, probesOf } from "../engine/filter/probe";
import { joined, Operands } from "./filtered-operands";
import { conditionSql } from "./filtered-values";
import type { PayloadField } from "./payload-index";
import { type Sets, setsOf } from "./payload-index-sets";

/** A filter as SQL can answer it: sets found in payload indexes, and conditions that are asked of each document. */
type Plan =
  | { is: "and" | "or"; of: Plan[] }
  | { is: "not"; of: Plan }
  | { is: "found"; sql: string }
  /** SQL over a row of `documents`: 1, 0, or NULL where only memory can tell; never NULL when `certain`. */
  | { is: "asked"; sql: string; certain: boolean };

/** A filter compiled. Statements take `operands` as their parameter `?1`, where they mention it. */
export interface Compiled {
  /** What payload indexes answer alone; all of these must hold. */
  sets: Sets[];
  /** SQL over a row of `documents`: true of every row that passes the filter. */
  where: string;
  /** The same without what `sets` say already. */
  whereBeyondSets: string;
  /** SQL for whether a row that is true of `where` has to be asked in memory; undefined when none has. */
  unsure: string | undefined;
  operands: string;
}

/** SQLite takes statements of 100 kB and values of 2 MB, and expressions 100 levels deep. */
const maxSql = 60_000;
const maxOperands = 600_000;
const maxDepth = 85;

const memory = { is: "asked", sql: "NULL", certain: false } as const;

/** Compiles a filter to SQL over `documents` and `payload`. `fieldOf` gives the payload index of a path, if it has one. */
export function compile(filter: Filter, fieldOf: (path: string) => PayloadField | undefined): Compiled {
  const operands = new Operands();
  const whole = planOf(filter, fieldOf, operands);
  const fits = depthOf(whole) <= maxDepth && sqlOf(whole).length <= maxSql && operands.json.length <= maxOperands;
  const parts = conjuncts(fits ? whole : memory);
  const asked = parts.filter((part) => !isSets(part));
  const unsure = asked.filter((part) => !isCertain(part)).map((part) => `(${sqlOf(part)}) IS NULL`);
  return {
    sets: parts.filter(isSets),
    where: joined(parts.map(trueOf), "AND"),
    whereBeyondSets: joined(asked.map(trueOf), "AND"),
    unsure: unsure.length > 0 ? joined(unsure, "OR") : undefined,
    operands: operands.json,
  };
}

function planOf(filter: Filter, fieldOf: (path: string) => PayloadField | undefined, operands: Operands): Plan {
  if (filter.kind === "is") return leaf(filter, fieldOf(filter.field), operands);
  const of = filter.of.map((part) => planOf(part, fieldOf, operands));
  return filter.kind === "not" ? { is: "not", of: { is: "or", of } } : { is: filter.kind, of };
}

function leaf(condition: Condition, field: PayloadField | undefined, operands: Operands): Plan {
  const probes = probesOf(condition);
  const sets = field && setsOf(field, probes, operands);
  if (sets) return sets;
  const sql = conditionSql(condition.field, probes, operands);
  return { is: "asked", sql, certain: sql !== memory.sql && isExact(condition.field, probes) };
}

/** Readings that SQL always knows, of a field that no list stands before. */
const isExact = (path: string, { probes, beyond }: Probes): boolean =>
  !beyond && !path.includes(".") && probes.every(({ kind }) => /^(null|boolean|number|textBoolean)$/.test(kind));

const conjuncts = (plan: Plan): Plan[] => (plan.is === "and" ? plan.of.flatMap(conjuncts) : [plan]);

function isSets(plan: Plan): plan is Sets {
  if (plan.is === "and" || plan.is === "or") return plan.of.every(isSets);
  return plan.is === "not" ? isSets(plan.of) : plan.is === "found";
}

function isCertain(plan: Plan): boolean {
  switch (plan.is) {
    case "and":
    case "or":
      return plan.of.every(isCertain);
    case "not":
      return isCertain(plan.of);
    case "found":
      return true;
    case "asked":
      return plan.certain;
  }
}

/** SQLite leads a search by a plain condition only. */
const trueOf = (plan: Plan): string => (isCertain(plan) ? sqlOf(plan) : `(${sqlOf(plan)}) IS NOT FALSE`);

function sqlOf(plan: Plan): string {
  switch (plan.is) {
    case "and":
    case "or":
      return joined(plan.of.map(sqlOf), plan.is === "and" ? "AND" : "OR");
    case "not":
      return `NOT (${sqlOf(plan.of)})`;
    case "found":
      return `seq IN (${plan.sql})`;
    case "asked":
      return `(${plan.sql})`;
  }
}

/** How deep the expression gets; what is asked of one field takes no more than twenty levels. */
function depthOf(plan: Plan): number {
  if (plan.is === "found" || plan.is === "asked") return 20;
  if (plan.is === "not") return 1 + depthOf(plan.of);
  return Math.ceil(Math.log2(plan.of.length + 1)) + 1 + Math.max(0, ...plan.of.map(depthOf));
}
