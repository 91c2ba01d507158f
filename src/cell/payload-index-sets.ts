import { keptKinds } from "../engine/filter/indexed";
import type { Probe, Probes } from "../engine/filter/probe";
import { type ReadingKind, readingKinds } from "../engine/filter/readings";
import { compared, type Operands } from "./filtered-operands";
import { isWhole, within } from "./filtered-texts";
import type { PayloadField } from "./payload-index";

/** Sets of documents, made of what payload indexes find. */
export type Sets =
  | { is: "and" | "or"; of: Sets[] }
  | { is: "not"; of: Sets }
  /** SQL that selects `seq`, of a document once or more often. */
  | { is: "found"; sql: string };

/** The documents that meet a condition on a declared field; undefined where its index cannot tell exactly. */
export function setsOf(field: PayloadField, condition: Probes, operands: Operands): Sets | undefined {
  const { probes, beyond, negated, whenMissing } = condition;
  const kept = keptKinds(field.type);
  if (kept.length === 0) return undefined;
  const found = (where: string): Sets => ({
    is: "found",
    sql: `SELECT seq FROM payload WHERE field = ${field.number} AND ${where}`,
  });
  const ofKind = (kind: ReadingKind, where: string) => found(`kind = ${readingKinds[kind]} AND ${where}`);
  const hits: Sets[] = [];
  for (const probe of probes) {
    const kinds = probe.kind === "folded" ? foldedKinds(probe) : [probe.kind];
    const where = kinds.every((kind) => kept.includes(kind)) ? valueSql(probe, operands) : undefined;
    if (kinds.length === 0 || where === undefined) return undefined;
    for (const kind of kinds) hits.push(ofKind(kind, where));
  }
  if (beyond) {
    if (beyond.is !== "words" || !kept.includes("word")) return undefined;
    const words = beyond.terms.map((term) => ofKind("word", `value = ${operands.one(term)}`));
    if (words.length > 0) hits.push({ is: "and", of: words });
  }
  const hit: Sets = { is: "or", of: hits };
  const present = found("1");
  if (negated) return { is: "and", of: [present, { is: "not", of: hit }] };
  return whenMissing ? { is: "or", of: [hit, { is: "not", of: present }] } : hit;
}

/** A text in lower case is kept once, as a text; so only equality can be asked of what both kinds hold. */
const foldedKinds = ({ relation }: Probe): ReadingKind[] => (relation === "in" ? ["text", "folded"] : []);

function valueSql(probe: Probe, operands: Operands): string | undefined {
  const { kind, relation, values } = probe;
  if (kind !== "text") return compared(probe, operands)("value");
  if (!values.every(isWhole)) return undefined;
  const sql = within(probe, operands)("value");
  const wanted = `${values[0]}`;
  if (relation !== "starts_with" || wanted === "") return sql;
  // The range leads the index there; the comparison of bytes says what is in it.
  const end = successor(wanted);
  const below = end === undefined ? "" : ` AND value < ${operands.one(end)}`;
  return `value >= ${operands.one(wanted)}${below} AND ${sql}`;
}

/** The first text after all that begin with this one; undefined where there is none. */
function successor(text: string): string | undefined {
  const letters = Array.from(text);
  for (let last = letters.pop(); last !== undefined; last = letters.pop()) {
    const code = last.codePointAt(0) ?? 0;
    if (code < 0x10ffff) return letters.join("") + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1);
  }
  return undefined;
}
