import type { Probe } from "../engine/filter/probe";

/**
 * Collects what a filter compares with. All of it travels as one parameter, `?1`, however much there is: a statement
 * takes a hundred at most. SQLite reads the constants out of it once per statement.
 */
export class Operands {
  readonly #values: unknown[] = [];

  /** SQL for one value. Numbers come as floats, as documents' numbers are compared. */
  one(value: string | number): string {
    return this.#asFloat(`json_extract(?1, '$[${this.#add(value)}]')`, value);
  }

  /** SQL for several values of one type, to stand after IN. */
  list(values: readonly (string | number)[]): string {
    return `(SELECT ${this.#asFloat("value", values[0])} FROM json_each(?1, '$[${this.#add(values)}]'))`;
  }

  /** The parameter. */
  get json(): string {
    return JSON.stringify(this.#values);
  }

  #add(value: unknown): number {
    return this.#values.push(value) - 1;
  }

  /** The plus takes away the affinity of the cast, which would keep SQLite from looking the value up in an index. */
  #asFloat(sql: string, value: unknown): string {
    return typeof value === "number" ? `(+CAST(${sql} AS REAL))` : sql;
  }
}

/** A balanced tree of ANDs or ORs: SQLite refuses expressions that are a hundred levels deep. */
export function joined(parts: readonly string[], by: "AND" | "OR"): string {
  if (parts.length === 0) return by === "AND" ? "1" : "0";
  if (parts.length === 1) return `${parts[0]}`;
  const middle = parts.length >> 1;
  return `(${joined(parts.slice(0, middle), by)} ${by} ${joined(parts.slice(middle), by)})`;
}

const signs = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

type Comparison = Pick<Probe, "relation" | "values">;

/** SQL that compares with what a probe wants; of relations within a text there are none here. */
export function compared({ relation, values }: Comparison, operands: Operands): (value: string) => string {
  const [wanted] = values;
  if (wanted === undefined) return () => "0";
  if (relation === "in") {
    const to = values.length > 1 ? `IN ${operands.list(values)}` : `= ${operands.one(wanted)}`;
    return (value) => `${value} ${to}`;
  }
  if (relation === "contains" || relation === "starts_with" || relation === "ends_with") return () => "0";
  const to = `${signs[relation]} ${operands.one(wanted)}`;
  return (value) => `${value} ${to}`;
}

/** Whether a number stands in the relation. */
export function stands({ relation, values }: Comparison, value: number): boolean {
  const wanted = Number(values[0]);
  if (relation === "in") return values.includes(value);
  if (relation === "gt") return value > wanted;
  if (relation === "gte") return value >= wanted;
  if (relation === "lt") return value < wanted;
  return relation === "lte" && value <= wanted;
}
