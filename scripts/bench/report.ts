import { styleText } from "node:util";
import { quantile } from "./stats.ts";

export interface Row {
  what: string;
  product?: string;
  bare?: string;
  ratio?: string;
  target?: string;
  /** Whether the target is met; undefined where there is none. */
  met?: boolean | undefined;
}

export const ms = (value: number) => (Number.isNaN(value) ? "–" : `${value.toFixed(value < 10 ? 2 : 1)} ms`);
export const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")} /s`;

/** A row of a latency: the value, the bare Worker's, how many times as long, and the most it may be. */
export function latencyRow(what: string, part: number, product: number[], bare: number[] = [], mostMs?: number): Row {
  const [mine, yardstick] = [quantile(product, part), quantile(bare, part)];
  return {
    what,
    product: ms(mine),
    bare: bare.length ? ms(yardstick) : "",
    ratio: bare.length ? `× ${(mine / yardstick).toFixed(1)}` : "",
    ...(mostMs !== undefined && product.length && { target: `under ${mostMs} ms`, met: mine < mostMs }),
  };
}

const heads: Row = { what: "", product: "Cordon", bare: "bare Worker", ratio: "ratio", target: "target" };

/** The rows as a table; a row with nothing but its name is a heading. */
export function table(rows: Row[]): string {
  const columns = ["what", "product", "bare", "ratio", "target"] as const;
  const widths = columns.map((column) => Math.max(...[heads, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (row: Row) =>
    columns
      .map((column, i) => (i === 0 ? (row[column] ?? "").padEnd(widths[i]!) : (row[column] ?? "").padStart(widths[i]!)))
      .join("   ");
  return [heads, ...rows].map((row) => `${line(row)}  ${verdict(row)}`.trimEnd()).join("\n");
}

function verdict({ met }: Row): string {
  if (met === undefined) return "";
  return met
    ? styleText("green", "pass", { stream: process.stdout })
    : styleText("red", "FAIL", { stream: process.stdout });
}
