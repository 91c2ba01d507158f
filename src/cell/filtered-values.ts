import type { Beyond, Probe, Probes } from "../engine/filter/probe";
import { compared, joined, type Operands, stands } from "./filtered-operands";
import { follow } from "./filtered-path";
import { asText } from "./filtered-texts";

/**
 * SQL for a condition over a row of `documents`: 1 or 0 as the evaluator in memory says, or NULL where only it can.
 * SQL's own AND, OR and NOT carry that NULL exactly as far as it matters.
 */
export function conditionSql(path: string, { probes, beyond, negated, whenMissing }: Probes, operands: Operands) {
  const put = (sql: string) => (negated ? `NOT ${sql}` : sql);
  const branches = branchesOf(probes, beyond, operands);
  return follow(path, {
    inBody: (place) => {
      const members = beyond?.is === "same" ? "NULL" : membersSql(place, branches);
      const one = caseOf(`json_type(body, ${place})`, `json_extract(body, ${place})`, branches, members);
      return put(one);
    },
    inColumn: (column) => put(columnSql(column, probes, beyond, operands)),
    missing: whenMissing ? "1" : "0",
  });
}

/** Whether a value of each type hits; absent where none does. */
interface Branches {
  text?: (value: string) => string;
  number?: (value: string) => string;
  true: boolean;
  false: boolean;
  null: boolean;
  object: boolean;
}

function branchesOf(probes: readonly Probe[], beyond: Beyond | undefined, operands: Operands): Branches {
  const texts = probes.flatMap((probe) => asText(probe, operands) ?? []);
  // What is beyond SQL is asked of texts, but for lists and objects that are to be the same.
  if (beyond && beyond.is !== "same") texts.push(() => "NULL");
  const numbers = probes.flatMap(({ kind, ...to }) => (kind === "number" ? [compared(to, operands)] : []));
  const says = (kind: Probe["kind"], value: number) =>
    probes.some((probe) => probe.kind === kind && stands(probe, value));
  return {
    ...(texts.length > 0 && {
      text: (value) =>
        joined(
          texts.map((sql) => sql(value)),
          "OR",
        ),
    }),
    ...(numbers.length > 0 && {
      number: (value) =>
        joined(
          numbers.map((sql) => sql(`CAST(${value} AS REAL)`)),
          "OR",
        ),
    }),
    true: says("boolean", 1),
    false: says("boolean", 0),
    null: says("null", 0),
    object: beyond?.is === "same",
  };
}

function caseOf(type: string, value: string, branches: Branches, members?: string): string {
  const cases = [
    branches.text && `'text' THEN ${branches.text(value)}`,
    branches.number && `'integer' THEN ${branches.number(value)}`,
    branches.number && `'real' THEN ${branches.number(value)}`,
    branches.true && "'true' THEN 1",
    branches.false && "'false' THEN 1",
    branches.null && "'null' THEN 1",
    branches.object && "'object' THEN NULL",
    members && `'array' THEN ${members}`,
  ].filter((one) => one);
  return `CASE ${type} ${cases.map((one) => `WHEN ${one}`).join(" ")} ELSE 0 END`;
}

/** A list hits with one of its members; it is NULL when none does and one may. */
const membersSql = (place: string, branches: Branches): string =>
  `(SELECT CASE WHEN max(hit) THEN 1 WHEN count(*) > count(hit) THEN NULL ELSE 0 END
    FROM (SELECT ${caseOf("type", "atom", branches, "0")} AS hit FROM json_each(body, ${place})))`;

function columnSql(column: string, probes: readonly Probe[], beyond: Beyond | undefined, operands: Operands): string {
  const parts = probes.flatMap((probe) => {
    const { kind } = probe;
    // Moments are kept as numbers, and shown as texts of a form that only memory makes.
    if (column !== "created_at" && column !== "updated_at") return asText(probe, operands)?.(column) ?? [];
    if (kind === "moment") return compared(probe, operands)(column);
    return kind === "text" || kind === "folded" ? "NULL" : [];
  });
  if (beyond && beyond.is !== "same") parts.push("NULL");
  return joined(parts, "OR");
}
