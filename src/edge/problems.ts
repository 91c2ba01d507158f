import { z } from "zod";
import { Problem, type ProblemCode, problems } from "../kit/problem";
import type { Answer } from "./answer";

/** An error as the contract shows it: RFC 9457, with the published envelope's members beside. */
export const ProblemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    success: z.literal(false),
    error: z.object({ message: z.string(), type: z.string(), details: z.record(z.string(), z.unknown()).optional() }),
  })
  .meta({ id: "Problem" });

/** The status codes of the table, each with the codes that share it. */
export const problemStatuses = () =>
  [...new Set(Object.values(problems).map(([status]) => status))].map((status) => {
    const same = Object.entries(problems).filter(([, [other]]) => other === status);
    return { status, description: same.map(([code, [, , title]]) => `\`${code}\`: ${title}.`).join(" ") };
  });

/** The table of problems, as an answer. Needs only the error and the request id, so that it cannot itself fail. */
export function answerProblem(error: unknown, requestId: string): Answer {
  if (!(error instanceof Problem)) console.error(JSON.stringify({ request_id: requestId, error: explain(error) }));
  const problem =
    error instanceof Problem
      ? error
      : new Problem("internal", `Something broke on our side. The request id is ${requestId}.`);
  const body = JSON.stringify(bodyOf(problem.code, problem.message, requestId, problem.details));
  return { status: problem.status, body, type: "application/problem+json" };
}

function bodyOf(code: ProblemCode, detail: string, requestId: string, details?: Record<string, unknown>) {
  const [status, type, title] = problems[code];
  return {
    type: `urn:cordon:problem:${code}`,
    title,
    status,
    detail,
    instance: `urn:cordon:request:${requestId}`,
    code,
    success: false,
    error: { message: detail, type, ...(details && { details }) },
  };
}

/** Where it broke. A failed query's own message holds its parameters, a tenant's data: its cause says enough. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return `${error}`;
  if (error.message.startsWith("Failed query")) return explain(error.cause);
  return error.stack ?? error.message;
}
