import { problems } from "../src/kit/problem";
import { misfitOf } from "./fuzz-misfit";
import type { Operation } from "./fuzz-values";
import type { Reply } from "./tenant";

export interface Asked {
  /** What it was made from, and what may answer: another one, when the method was changed, or none. */
  operation: Operation;
  told: Operation[];
  method: string;
  path: string;
  headers: Headers;
  body: string | Uint8Array | undefined;
}

const inside =
  /drizzle|sqlite|D1_|SELECT |INSERT |\bstack\b|\.[jt]s:\d|node_modules|workerd|\b\w+Error:|durable|undefined/i;

/** What is wrong with an answer; nothing, as a rule. */
export function faultsOf({ told }: Asked, { status, text, body, headers }: Reply, secrets: string[]): string[] {
  const faults = secrets.filter((secret) => text.includes(secret)).map((secret) => `tells ${secret}`);
  if (!headers.get("x-request-id")) faults.push("has no request id");
  if (status < 300) {
    const type = headers.get("content-type") ?? "";
    const misfits = told.map(({ responses }) => misfitOf(responses[status]?.content[type]?.schema, body ?? text));
    const misfit = misfits.length > 0 && misfits.every(Boolean) ? misfits[0] : undefined;
    return misfit ? [...faults, misfit] : faults;
  }
  if (status >= 500 && body?.code !== "unavailable") faults.push("is ours");
  if (inside.test(text)) faults.push(`tells of the inside: ${inside.exec(text)?.[0]}`);
  if (headers.get("content-type") !== "application/problem+json") faults.push("is no problem document");
  const [code = "", known] =
    Object.entries(problems).find(([name]) => body?.type === `urn:cordon:problem:${name}`) ?? [];
  const [, type, title] = known ?? [];
  const { detail, error, code: said, message, details, validation_errors, ...rest } = body ?? {};
  const instance = `urn:cordon:request:${headers.get("x-request-id")}`;
  const agreed = { type: `urn:cordon:problem:${code}`, title, status, instance, success: false };
  const isTold = said === code ? error?.message === detail && error?.type === type : /^[A-Z_]+$/.test(said) && message;
  // The memory dialect, whose codes are in capitals, knows 400 for both kinds of bad input.
  const expected = code === "invalid" && said !== code ? 400 : known?.[0];
  if (expected !== status || !isSame(rest, agreed) || !isTold) faults.push("has parts that do not agree");
  if (!/\S+ \S+/.test(detail ?? "")) faults.push("has no sentence");
  if (status === 422 && /: Invalid input$/.test(detail)) faults.push("has a sentence that says nothing");
  return faults;
}

const isSame = (a: object, b: object) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
