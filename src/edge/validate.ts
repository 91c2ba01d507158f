import type { z } from "zod";
import { type Fault, Problem, plainKey, plainMessage } from "../kit/problem";

/** Parses one part of the input against its contract. @throws Problem `invalid`, each fault with its place */
export function validate(part: "body" | "query" | "params", schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(part, parsed.error);
}

export function invalidInput(part: string, error: z.ZodError): Problem {
  const faults = error.issues.flatMap((issue) => faultsOf(issue, [part]));
  const [first] = faults;
  const where = first ? first.location.slice(1).join(".") : "";
  const sentence = first ? `${part}${where && `.${where}`}: ${first.message}` : "The request is not valid.";
  return new Problem("invalid", faults.length > 1 ? `${sentence} (and ${faults.length - 1} more)` : sentence, {
    validation_errors: faults,
  });
}

/** Of a union, the branch that came furthest is the one that was meant. */
function faultsOf(issue: z.core.$ZodIssue, prefix: (string | number)[]): Fault[] {
  const location = [...prefix, ...issue.path.map(plainKey)];
  const fault = { type: issue.code, location, message: plainMessage(issue.message) };
  if (issue.code !== "invalid_union") return [fault];
  const branches = issue.errors.map((errors) => errors.flatMap((inner) => faultsOf(inner, location)));
  const depth = (faults: Fault[]) => Math.max(0, ...faults.map((fault) => fault.location.length));
  const [best = []] = branches.sort((a, b) => depth(b) - depth(a));
  return best.length > 0 ? best : [fault];
}
