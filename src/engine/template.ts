import { type Fields, valueAt } from "./fields";

const whole = /^\{\{\s*([^{}]+?)\s*\}\}$/;
const each = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Whether a value is, or holds, something to fill in. */
export const isTemplate = (value: unknown): value is string => typeof value === "string" && value.includes("{{");

/** What a template may name: `INPUT.query`, by root in upper case. */
export type Scope = Record<string, Fields>;

/** A template names something that is not there. */
export class TemplateFault extends Error {
  readonly expression: string;
  constructor(expression: string) {
    super(`The template {{${expression}}} names nothing that is known here.`);
    this.expression = expression;
  }
}

/**
 * Fills in every template of a value, however deep. A text that is one whole template keeps the type of what it names
 * (a list for `in`, a number for `lte`); inside a longer text the value is written out.
 * An input that was declared but not given leaves undefined.
 * @throws TemplateFault
 */
export function fill(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") return fillText(value, scope);
  if (Array.isArray(value)) return value.map((item) => fill(item, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, scope)]));
}

function fillText(text: string, scope: Scope): unknown {
  const expression = whole.exec(text)?.[1];
  if (expression) return lookUp(expression, scope);
  return text.replace(each, (_, inner: string) => {
    const value = lookUp(inner, scope);
    if (value === undefined || value === null) return "";
    return typeof value === "object" ? JSON.stringify(value) : `${value}`;
  });
}

const aliases: Record<string, string> = { INPUTS: "INPUT" };

function lookUp(expression: string, scope: Scope): unknown {
  const dot = expression.indexOf(".");
  const root = expression.slice(0, dot < 0 ? undefined : dot).toUpperCase();
  const fields = scope[aliases[root] ?? root];
  const path = expression.slice(dot + 1);
  // A key that is there with no value is an input that was declared and left out; one that is not there is a mistake.
  if (!fields || dot < 0 || !Object.hasOwn(fields, path.split(".")[0] ?? "")) throw new TemplateFault(expression);
  return valueAt(fields, path);
}
