/** The value below which the given part of the values lies; NaN of none. */
export function quantile(values: number[], part: number): number {
  if (values.length === 0) return Number.NaN;
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.ceil(part * ordered.length) - 1)] ?? ordered[0]!;
}

export const median = (values: number[]) => quantile(values, 0.5);
