import { z } from "zod";
import { stage } from "./stage";

const Parameters = z.strictObject({
  limit: z.int().min(1).max(10_000).default(10),
  offset: z.int().min(0).max(10_000).default(0),
});

export const limit = stage({
  id: "limit",
  category: "reduce",
  does: "Keeps `limit` documents after skipping `offset`.",
  parameters: Parameters,
  run: (documents, { limit, offset }) => (documents ?? []).slice(offset, offset + limit),
});
