import { type Fields, valueAt } from "./fields";

const whole = /^\{\{\s*([^{}]+?)\s*\}\}$/;
const each = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Whether a value is, or holds, something to fill in. */
export const isTemplate = (value: unknown): value is string => typeof value === "string" && value.includes("{{");

/** What one root stands for: named values, or a way to read whatever is asked for (a document). */
export type Names = Fields | ((path: string) => unknown);

/** What a template may name, by root in upper case: `INPUT.query`, `DOC.title`, `STAGE.search.count`. */
export type Scope = Record<string, Names>;

type At = (string | number)[];

/** A template names something that is not there. `path` says where in the value that was to be filled. */
export class TemplateFault extends Error {
  readonly expression: string;
  readonly path: At;
  constructor(expression: string, path: At = []) {
    super(`The template {{${expression}}} names nothing that is known here.`);
    this.expression = expression;
    this.path = path;
  }
}

/**
 * Fills in every template of a value, however deep, once: what an input brings is a value and never read as a template.
 * So a value is filled in one go, where everything it names is known. A text that is one whole template keeps the type
 * of what it names (a list for `in`, a number for `lte`); inside a longer text the value is written out.
 * An input that was declared but not given leaves undefined.
 * @throws TemplateFault
 */
export function fill(value: unknown, scope: Scope, at: At = []): unknown {
  if (typeof value === "string") return fillText(value, scope, at);
  if (Array.isArray(value)) return value.map((item, i) => fill(item, scope, [...at, i]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, scope, [...at, key])]));
}

function fillText(text: string, scope: Scope, at: At): unknown {
  const expression = whole.exec(text)?.[1];
  if (expression) return lookUp(expression, scope, at);
  return text.replace(each, (_, inner: string) => {
    const value = lookUp(inner, scope, at);
    if (value === undefined || value === null) return "";
    return typeof value === "object" ? JSON.stringify(value) : `${value}`;
  });
}

const aliases: Record<string, string> = { INPUTS: "INPUT" };

function split(expression: string): { root: string; path: string } {
  const dot = expression.indexOf(".");
  const root = expression.slice(0, dot < 0 ? undefined : dot).toUpperCase();
  return { root: aliases[root] ?? root, path: dot < 0 ? "" : expression.slice(dot + 1) };
}

function lookUp(expression: string, scope: Scope, at: At): unknown {
  const { root, path } = split(expression);
  const names = Object.hasOwn(scope, root) ? scope[root] : undefined;
  if (!names || path === "") throw new TemplateFault(expression, at);
  if (typeof names === "function") return names(path);
  // A key that is there with no value is an input that was declared and left out; one that is not there is a mistake.
  if (!Object.hasOwn(names, path) && !Object.hasOwn(names, path.split(".")[0] ?? ""))
    throw new TemplateFault(expression, at);
  return valueAt(names, path);
}

/** Every expression that a value's templates hold, as root in upper case and path. */
function expressions(value: unknown): { root: string; path: string }[] {
  if (typeof value === "string") return Array.from(value.matchAll(each), ([, inner = ""]) => split(inner));
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(expressions) : [];
}

/** Whether a value can be filled in only with one document at hand. */
export const namesDocument = (value: unknown): boolean =>
  expressions(value).some(({ root, path }) => root === "DOC" || (root === "CONTEXT" && path.toUpperCase() === "INDEX"));
