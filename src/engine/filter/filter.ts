/** Comparisons, by their published names. */
export const operators = ["eq", "ne", "gt", "gte", "lt", "lte", "in"] as const;
export type Operator = (typeof operators)[number];

/** A filter in the one form the house uses inside; `parseFilter` makes it from every form that clients send. */
export type Filter =
  | { kind: "and" | "or" | "not"; of: Filter[] }
  | { kind: "is"; field: string; operator: Operator; value: unknown; ignoreCase: boolean };
