import { invalid } from "./refusal.ts";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): JsonObject => {
  if (!isObject(value)) throw invalid("Request body must be a JSON object");
  return value;
};

export const numbersOf = (value: unknown, what: string): number[] => {
  if (!Array.isArray(value) || !value.every((one) => typeof one === "number" && Number.isFinite(one)))
    throw invalid(`${what} must be an array of numbers`);
  return value;
};

/** Ids are texts; those sent as numbers come back as texts too. */
export const idOf = (value: unknown): string => {
  const id = typeof value === "number" ? String(value) : value;
  if (typeof id !== "string" || id === "") throw invalid("Vector id must be a non-empty string");
  return id;
};

export const textOf = (value: unknown, what: string): string | undefined => {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(`${what} must be a string`);
  return value;
};

export const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

/** The shortest decimal that is this float32 again: what the service prints for vectors and scores. */
export function float32(value: number): number {
  const single = Math.fround(value);
  // Six digits always survive a float32; nine always tell it.
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return Number(single.toPrecision(9));
}
