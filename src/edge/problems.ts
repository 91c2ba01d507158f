import { z } from "zod";
import { Problem, problems } from "../kit/problem";
import type { Dialect } from "../routes/route";
import type { Answer } from "./answer";
import { memoryMembers, memoryMembersOf } from "./memory-problems";

/** An error as the contract shows it: RFC 9457, with the published envelope's members beside. */
const ProblemBody = z
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

/** The same as memory routes and `/admin` say it. */
const MemoryProblemBody = ProblemBody.extend(memoryMembers).meta({ id: "MemoryProblem" });

export const problemBodies: Record<Dialect, z.ZodType> = { retrieval: ProblemBody, memory: MemoryProblemBody };

/** The status codes of the table, each with the codes that share it. */
export const problemStatuses = () =>
  [...new Set(Object.values(problems).map(([status]) => status))].map((status) => {
    const same = Object.entries(problems).filter(([, [other]]) => other === status);
    return { status, description: same.map(([code, [, , title]]) => `\`${code}\`: ${title}.`).join(" ") };
  });

/** The table of problems, as an answer. Needs only the error and the request id, so that it cannot itself fail. */
export function answerProblem(error: unknown, requestId: string, dialect: Dialect = "retrieval"): Answer {
  if (!(error instanceof Problem)) console.error(JSON.stringify({ request_id: requestId, error: explain(error) }));
  const problem =
    error instanceof Problem
      ? error
      : new Problem("internal", `Something broke on our side. The request id is ${requestId}.`);
  const members = dialect === "memory" ? memoryMembersOf(problem) : retrievalMembersOf(problem);
  const status = statusOf(problem, dialect);
  const body = JSON.stringify({ ...common(problem, requestId), status, ...members });
  const wait = problem.details?.retry_after;
  const headers = wait === undefined ? undefined : { "retry-after": `${wait}` };
  return { status, body, type: "application/problem+json", ...(headers && { headers }) };
}

/** What is read well and means nothing is 422; clients of the memory dialect know 400 for that alone. */
const statusOf = ({ code, status }: Problem, dialect: Dialect) =>
  dialect === "memory" && code === "invalid" ? problems.malformed[0] : status;

function common({ code, message }: Problem, requestId: string) {
  const [, , title] = problems[code];
  const instance = `urn:cordon:request:${requestId}`;
  return { type: `urn:cordon:problem:${code}`, title, detail: message, instance, code, success: false };
}

const retrievalMembersOf = ({ code, message, details }: Problem) => ({
  error: { message, type: problems[code][1], ...(details && { details }) },
});

/** Where it broke. A failed query's own message holds its parameters, a tenant's data: its cause says enough. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return `${error}`;
  if (error.message.startsWith("Failed query")) return explain(error.cause);
  return error.stack ?? error.message;
}
