import { analyse } from "../text/terms";
import type { Condition, Filter } from "./filter";
import { codePointOrder } from "./order";
import { type Beyond, type Probe, probesOf } from "./probe";
import { membersOf, readAs } from "./readings";

export { compare } from "./order";

/** Reads a document's value at a path; undefined where it has none. */
export type Read = (path: string) => unknown;

/** Whether a document passes a filter. */
export function matches(read: Read, filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
      return filter.of.every((part) => matches(read, part));
    case "or":
      return filter.of.some((part) => matches(read, part));
    case "not":
      return !filter.of.some((part) => matches(read, part));
    case "is":
      return testOf(filter)(read(filter.field));
  }
}

type Test = (value: unknown) => boolean;

/** A condition is asked of many documents: what can be worked out of it is worked out once. */
const tests = new WeakMap<Condition, Test>();

function testOf(condition: Condition): Test {
  const known = tests.get(condition);
  if (known) return known;
  const { probes, beyond, negated, whenMissing } = probesOf(condition);
  const members = probes.map(memberTest);
  const whole = beyond && wholeTest(beyond);
  const test: Test = (value) => {
    if (value === undefined) return whenMissing;
    const hit = members.length > 0 && membersOf(value).some((member) => members.some((meets) => meets(member)));
    return (hit || (whole?.(value) ?? false)) !== negated;
  };
  tests.set(condition, test);
  return test;
}

function memberTest({ kind, relation, values }: Probe): Test {
  const meets = relationTest(relation, values);
  return (member) => {
    const reading = readAs(kind, member);
    return reading !== undefined && meets(reading);
  };
}

function relationTest(relation: Probe["relation"], values: Probe["values"]): (reading: string | number) => boolean {
  const [wanted = ""] = values;
  const among = new Set(values);
  const text = String(wanted);
  switch (relation) {
    case "in":
      return (reading) => among.has(reading);
    case "contains":
      return (reading) => String(reading).includes(text);
    case "starts_with":
      return (reading) => String(reading).startsWith(text);
    case "ends_with":
      return (reading) => String(reading).endsWith(text);
    case "gt":
      return (reading) => order(reading, wanted) > 0;
    case "gte":
      return (reading) => order(reading, wanted) >= 0;
    case "lt":
      return (reading) => order(reading, wanted) < 0;
    case "lte":
      return (reading) => order(reading, wanted) <= 0;
  }
}

/** Both are of one kind of reading, and so of one type. */
const order = (a: string | number, b: string | number): number =>
  typeof a === "string" ? codePointOrder(a, String(b)) : a - Number(b);

/** What a text is looked at for a pattern, in UTF-16 units: enough for any field, and a bound on what one text costs. */
const looked = 65_536;

function wholeTest(beyond: Beyond): Test {
  switch (beyond.is) {
    case "pattern":
      return (value) =>
        membersOf(value).some(
          (member) => typeof member === "string" && beyond.pattern.occursIn(member.slice(0, looked)),
        );
    case "words":
      return (value) => {
        if (beyond.terms.length === 0) return false;
        const texts = membersOf(value).filter((member) => typeof member === "string");
        const known = new Set(texts.flatMap((text) => [...analyse(text).terms.ids]));
        return beyond.terms.every((term) => known.has(term));
      };
    case "same":
      return (value) =>
        beyond.values.some((wanted) => [value, ...membersOf(value)].some((member) => isSame(member, wanted)));
  }
}

/** Equal in every part; the order of an object's members does not count. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [mine, others] = [Object.entries(a), new Map(Object.entries(b))];
  return mine.length === others.size && mine.every(([key, value]) => others.has(key) && isSame(value, others.get(key)));
}
