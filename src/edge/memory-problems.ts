import { z } from "zod";
import type { Problem, ProblemCode } from "../kit/problem";

/** The published codes of the memory dialect, by kind of problem; what threw it may have known a more exact one. */
const codes: Record<ProblemCode, string> = {
  malformed: "INVALID_REQUEST",
  namespace_required: "INVALID_REQUEST",
  unauthenticated: "AUTHENTICATION_REQUIRED",
  forbidden: "INSUFFICIENT_SCOPE",
  origin_not_allowed: "ORIGIN_NOT_ALLOWED",
  not_found: "NOT_FOUND",
  route_not_found: "ROUTE_NOT_FOUND",
  method_not_allowed: "METHOD_NOT_ALLOWED",
  conflict: "CONFLICT",
  in_flight: "CONFLICT",
  too_large: "PAYLOAD_TOO_LARGE",
  invalid: "INVALID_REQUEST",
  key_reused: "INVALID_REQUEST",
  rate_limited: "RATE_LIMIT_EXCEEDED",
  internal: "INTERNAL_ERROR",
  unavailable: "SERVICE_UNAVAILABLE",
};

/** What the memory dialect puts in the place of the published envelope: `error` is a text there, never an object. */
export const memoryMembers = {
  error: z.string(),
  message: z.string(),
  details: z.string().optional(),
  validation_errors: z.array(z.record(z.string(), z.unknown())).optional(),
};

export function memoryMembersOf({ code, message, details, aside }: Problem): object {
  const { namespace } = aside;
  if (code === "forbidden" && namespace !== undefined)
    return {
      error: "forbidden",
      message: `Key not authorized for namespace ${namespace}`,
      code: "NAMESPACE_ACCESS_DENIED",
      details: `namespace: ${namespace}`,
    };
  const faults = details?.validation_errors;
  return {
    error: message,
    message,
    code: aside.code ?? codes[code],
    ...(aside.details !== undefined && { details: aside.details }),
    ...(faults && { validation_errors: faults }),
  };
}
