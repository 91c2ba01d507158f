/** Comparisons, by their published names. */
export const operators = [
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "nin",
  "contains",
  "starts_with",
  "ends_with",
  "regex",
  "exists",
  "is_null",
  "text",
] as const;
export type Operator = (typeof operators)[number];

/** One comparison of one field. */
export interface Condition {
  kind: "is";
  field: string;
  operator: Operator;
  value: unknown;
  ignoreCase: boolean;
}

/** A filter in the one form the house uses inside; `parseFilter` makes it from every form that clients send. */
export type Filter = { kind: "and" | "or" | "not"; of: Filter[] } | Condition;
