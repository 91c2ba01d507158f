/** How importance fades. */
export const decayCurves = ["exponential", "linear", "step_function", "power_law", "logarithmic", "flat"] as const;
export type DecayCurve = (typeof decayCurves)[number];

/**
 * What is left of 1 after `h` half-lives (0 and more). Each curve but the flat one is ½ after one:
 *
 * - exponential: 2^−h, which is exp(−rate × days) with rate = ln 2 / half-life
 * - linear: 1 − h/2, nothing after two
 * - step_function: 2^−⌊h⌋, half at once at each whole half-life
 * - power_law: 1 / (1 + h), quick at first, then slow (Wixted and Ebbesen 1991 on human forgetting)
 * - logarithmic: 1 / (1 + log₂(1 + h)), slower still
 * - flat: 1
 */
export function left(curve: DecayCurve, h: number): number {
  switch (curve) {
    case "exponential":
      return Math.exp(-Math.LN2 * h);
    case "linear":
      return Math.max(0, 1 - h / 2);
    case "step_function":
      return 2 ** -Math.floor(h);
    case "power_law":
      return 1 / (1 + h);
    case "logarithmic":
      return 1 / (1 + Math.log2(1 + h));
    case "flat":
      return 1;
  }
}

/** The half-lives after which no more than `share` (0 to 1) of 1 is left, strictly less for steps; Infinity for never. */
export function halfLivesUntil(curve: DecayCurve, share: number): number {
  if (share >= 1) return 0;
  if (share <= 0) return curve === "linear" && share === 0 ? 2 : Number.POSITIVE_INFINITY;
  switch (curve) {
    case "exponential":
      return -Math.log2(share);
    case "linear":
      return 2 * (1 - share);
    case "step_function":
      return Math.floor(-Math.log2(share)) + 1;
    case "power_law":
      return 1 / share - 1;
    case "logarithmic":
      return 2 ** (1 / share - 1) - 1;
    case "flat":
      return Number.POSITIVE_INFINITY;
  }
}
