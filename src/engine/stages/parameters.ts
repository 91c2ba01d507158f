import { z } from "zod";
import type { Fields } from "../fields";

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A dot path into a document. */
export const FieldPath = z.string().min(1).max(255);

export const Direction = z.enum(["asc", "desc"]);

/** How a stage may use caches: taken for the sake of clients, and without effect, because the cell keeps none. */
export const caching = {
  cache_behavior: z.enum(["auto", "disabled", "aggressive"]).nullish(),
  cache_ttl_seconds: z.int().min(0).nullish(),
};
