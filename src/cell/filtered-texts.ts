import type { Probe } from "../engine/filter/probe";
import { compared, type Operands, stands } from "./filtered-operands";

type Sql = (value: string) => string;

const dayMs = 86_400_000;
const never: Sql = () => "NULL";

/**
 * SQL for what a probe finds in a text; undefined for one that does not ask texts. NULL where only memory can tell:
 * letters beyond ASCII without their case, dates near the wanted one, very long numbers, and halves of characters.
 */
export function asText(probe: Probe, operands: Operands): Sql | undefined {
  const { kind, relation, values } = probe;
  switch (kind) {
    case "text":
      return values.every(isWhole) ? within(probe, operands) : never;
    case "folded": {
      if (!values.every((value) => isWhole(value) && isAscii(value))) return never;
      const sql = within(probe, operands);
      return (value) => sql(lowered(value));
    }
    case "textBoolean": {
      const said = ["false", "true"].filter((_, number) => stands(probe, number));
      return (value) => `${value} IN (${said.map((text) => `'${text}'`).join()})`;
    }
    case "textNumber": {
      const sql = compared({ relation, values }, operands);
      return (value) => numeric(value, sql(`CAST(${value} AS REAL)`));
    }
    case "moment":
      return near(probe);
    default:
      return undefined;
  }
}

// Half of a character is no text in UTF-8: the two sides do not see the same.
export const isWhole = (value: string | number) => `${value}`.isWellFormed();
const isAscii = (value: string | number) => !/[^\0-\x7f]/.test(`${value}`);

/** SQLite's `lower` knows ASCII; two letters beyond it become ASCII in JavaScript, the Kelvin sign and the dotted I. */
const lowered = (value: string) => `lower(replace(replace(${value}, char(8490), 'k'), char(304), char(105, 775)))`;

/**
 * SQL for a relation between a text and a probe's, letter by letter. Parts of texts are compared as bytes: SQLite's
 * functions of characters end at the first NUL.
 */
export function within(probe: Probe, operands: Operands): Sql {
  const { relation, values } = probe;
  const [wanted = ""] = values;
  const bytes = new TextEncoder().encode(`${wanted}`).length;
  if (relation === "contains") {
    const to = operands.one(wanted);
    return (value) => `instr(${value}, ${to}) > 0`;
  }
  if (relation !== "starts_with" && relation !== "ends_with") return compared(probe, operands);
  if (bytes === 0) return () => "1";
  const to = operands.one(wanted);
  const from = relation === "starts_with" ? `1, ${bytes}` : `-${bytes}`;
  return (value) => `substr(CAST(${value} AS BLOB), ${from}) = CAST(${to} AS BLOB)`;
}

/** A text that is a number in JSON. Up to 17 characters SQLite reads it to the last bit as JavaScript does. */
const numeric = (value: string, compared: string) =>
  `CASE WHEN NOT (${value} GLOB '[-0-9]*' AND ${value} GLOB '*[0-9]') OR ${value} GLOB '*[^-+.0-9eE]*' THEN 0
    WHEN length(CAST(${value} AS BLOB)) > 17 THEN NULL
    WHEN length(${value}) = length(CAST(${value} AS BLOB)) AND json_valid(${value})
      THEN abs(CAST(${value} AS REAL)) <= ${Number.MAX_VALUE} AND ${compared} ELSE 0 END`;

/** A text whose first ten characters are a day close enough to be, in some time zone, what is wanted. */
function near({ relation, values }: Probe): Sql {
  const wanted = values.map(Number);
  const first = relation === "lt" || relation === "lte" ? undefined : dayOf(Math.min(...wanted) - dayMs);
  const last = relation === "gt" || relation === "gte" ? undefined : dayOf(Math.max(...wanted) + dayMs);
  return (value) => {
    const day = `substr(${value}, 1, 10)`;
    const bounds = `${first ? ` AND ${day} >= '${first}'` : ""}${last ? ` AND ${day} <= '${last}'` : ""}`;
    const form = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*";
    return `CASE WHEN ${value} GLOB '${form}'${bounds} THEN NULL ELSE 0 END`;
  };
}

/** The day of a moment as ISO writes it; undefined where that takes more than four digits for the year. */
function dayOf(moment: number): string | undefined {
  const text = new Date(moment).toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : undefined;
}
