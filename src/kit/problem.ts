/**
 * Every way a request can fail: its status, the published name of its kind, and its title.
 * The error handler and the OpenAPI document read this same table.
 */
export const problems = {
  malformed: [400, "BadRequestError", "The request cannot be read"],
  namespace_required: [400, "BadRequestError", "The request does not say which namespace it means"],
  unauthenticated: [401, "UnauthorizedError", "A valid key is required"],
  forbidden: [403, "ForbiddenError", "This key is not allowed to do that"],
  origin_not_allowed: [403, "ForbiddenError", "This key may not be used from this origin"],
  not_found: [404, "NotFoundError", "There is no such thing here"],
  route_not_found: [404, "NotFoundError", "There is no such path"],
  method_not_allowed: [405, "MethodNotAllowedError", "This path does not answer that method"],
  conflict: [409, "AlreadyExistsError", "It exists already"],
  in_flight: [409, "ConflictError", "The same request is still running"],
  too_large: [413, "PayloadTooLargeError", "The request is too large"],
  invalid: [422, "ValidationError", "The request is not valid"],
  key_reused: [422, "ValidationError", "This Idempotency-Key belongs to another request"],
  rate_limited: [429, "TooManyRequestsError", "Too many requests"],
  internal: [500, "InternalServerError", "Something broke on our side"],
  unavailable: [503, "ServiceUnavailableError", "The service cannot answer right now"],
} as const satisfies Record<string, readonly [status: number, type: string, title: string]>;

export type ProblemCode = keyof typeof problems;

/** A step of a path as JSON can write it. */
export const plainKey = (key: PropertyKey) => (typeof key === "number" ? key : String(key));

/** What a contract's library says of a member that is not there names a value that JSON does not have. */
export const plainMessage = (message: string) =>
  message.replace(/^Invalid input: expected (\w+), received undefined$/, "Required, of type $1.");

/** One fault in the input: where it is (a path from `body`, `query` or `params`) and what is wrong with it. */
export interface Fault {
  type: string;
  location: (string | number)[];
  message: string;
}

export interface ProblemDetails {
  validation_errors?: Fault[];
  [member: string]: unknown;
}

/** What only the memory dialect tells: its errors name the namespace as the caller did, and what a key lacks. */
export interface Aside {
  /** The namespace as the caller named it; `*` where the whole account was meant. */
  namespace?: string;
  /** A code that is more exact than the kind of problem. */
  code?: string;
  details?: string;
}

/** A failure that the caller may be told of. Its message is the sentence they read. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly details: ProblemDetails | undefined;
  readonly aside: Aside;

  constructor(code: ProblemCode, message: string, details?: ProblemDetails, aside: Aside = {}) {
    super(message);
    this.code = code;
    this.details = details;
    this.aside = aside;
  }

  get status() {
    return problems[this.code][0];
  }
}

/** A 422 for a single fault, said twice: as the sentence, and as the located fault. */
export function invalid(message: string, location: (string | number)[], type = "value_error"): Problem {
  return new Problem("invalid", message, { validation_errors: [{ type, location, message }] });
}

/** What a vector is told that has not as many numbers as the others. */
export const otherDimension = (dimension: number): Problem =>
  new Problem("invalid", `Vectors of this namespace have ${dimension} numbers.`, undefined, {
    code: "DIMENSION_MISMATCH",
  });

/** What a key without the right to a namespace is told, in the same words whether or not there is one. */
export const unauthorized = (aside: Aside): Problem =>
  new Problem("forbidden", "This key is not authorized for what the request asks.", undefined, aside);

/** What a key for the whole account is told of a namespace that is not there, or is another account's. */
export const noNamespace = (namespace: string): Problem =>
  new Problem("not_found", "There is no such namespace.", undefined, {
    code: "NAMESPACE_NOT_FOUND",
    details: `namespace: ${namespace}`,
  });
