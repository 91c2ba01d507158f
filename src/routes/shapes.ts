import { z } from "zod";

/** Shapes that several nouns share. */
export const Done = z.object({ message: z.string(), success: z.boolean() }).meta({ id: "Done" });

/** Written with a Z by us; read with any offset, or none for UTC. */
export const Moment = z.iso.datetime({ offset: true, local: true });

/** A body that is told, or taken, line by line: JSON Lines, of any length. */
export const Lines = z.custom<AsyncIterable<string>>().meta({ type: "string" });

export const Fields = z.record(z.string(), z.unknown());

/** Zod leaves a member called __proto__ out of what it read, and does not say so. */
const NoProto = z
  .custom<unknown>((value) => typeof value !== "object" || value === null || !Object.hasOwn(value, "__proto__"), {
    error: "A member may not be called __proto__.",
    path: ["__proto__"],
  })
  .meta({ type: "object" });

/** Fields as a request brings them. */
export const Sent = NoProto.pipe(Fields);

/** A whole number in a query string. */
export const Whole = (low: number, high: number) =>
  z.string().regex(/^\d+$/, "A whole number.").transform(Number).pipe(z.int().min(low).max(high));

const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");

/** Paging in the query string, as published: `limit` 1 to 1,000, `offset` 0 to 10,000. */
export const PageQuery = z
  .object({
    limit: Whole(1, 1000).default(10),
    offset: Whole(0, 10_000).default(0),
    cursor: z.string().max(2048).optional(),
    include_total: flag.optional(),
  })
  .meta({ id: "PageQuery" });

export const Flag = flag;

const Sort = z.object({ field: z.string().min(1).max(255), direction: z.enum(["asc", "desc"]).default("asc") });

/** What a list may be asked, in the body; `sorts` is how retrievers' clients write it, and the first one counts. */
export const ListFields = {
  search: z.string().max(500).nullish(),
  filters: z.unknown().optional(),
  sort: Sort.nullish(),
  sorts: z.array(Sort).max(5).nullish(),
  case_sensitive: z.boolean().optional(),
};

export const ListBody = z
  .object(ListFields)
  .optional()
  .transform((body) => ({ ...body, sort: body?.sort ?? body?.sorts?.[0] ?? null }));

export const Pagination = z
  .object({
    total: z.int().nullable(),
    page: z.int(),
    page_size: z.int(),
    total_pages: z.int(),
    next_page: z.string().nullable(),
    previous_page: z.string().nullable(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "Pagination" });

/** A name or an id in a path: what it means is looked up, so any text may stand here. */
export const Ref = z.string().min(1).max(256);

/** Names of things inside a namespace. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((name) => !/^[a-z]+_[0-9a-hjkmnp-tv-z]{24}$/.test(name), "A name may not have the form of an id.");

export const Description = z.string().max(500).nullish();
