/** What we know of a document ourselves and where it stands; null for what a stored document has not. */
const columns = new Map([
  ["document_id", "id"],
  ["collection_id", "collection_id"],
  ["created_at", "created_at"],
  ["updated_at", "updated_at"],
  ["score", null],
]);

/** The column that a path means where the document's own fields have nothing there (see `read`). */
export const columnOf = (path: string): string | null =>
  columns.get(path.replace(/^(_internal|metadata)\./, "")) ?? null;

const metadata = "metadata.";

/** Keys that read the same in a JSON path as they are. Others are rare enough to be looked for in memory. */
const isPlainKey = (key: string) => !/["\\\p{Cc}\p{Cs}]/u.test(key);

/** The one place where a name that a client chose becomes SQL: a JSON path as a text literal. */
export function placeOf(keys: readonly string[]): string | undefined {
  if (!keys.every(isPlainKey)) return undefined;
  return `'$${keys
    .map((key) => `."${key}"`)
    .join("")
    .replaceAll("'", "''")}'`;
}

interface Lead {
  /** SQL for a value that is there, at a place in the body. */
  inBody(place: string): string;
  /** SQL for what a column holds. */
  inColumn(column: string): string;
  missing: string;
}

/**
 * SQL for whatever value a path leads to in a row of `documents`, in the order in which `read` looks. NULL where only
 * memory can follow: through a list, or by keys that a JSON path cannot say.
 */
export function follow(path: string, lead: Lead): string {
  const column = columnOf(path);
  const last = column === null ? lead.missing : lead.inColumn(column);
  const own = branches(path, lead);
  const aliased = path.startsWith(metadata) ? branches(path.slice(metadata.length), lead) : [];
  if (!own || !aliased) return "NULL";
  // Only a document without a field of that name answers to `metadata.x` with `x`, or with what we know of it.
  const guard = `WHEN json_type(body, '$."metadata"') IS NOT NULL THEN ${lead.missing}`;
  const guarded = aliased.length > 0 ? [guard, ...aliased] : [];
  return `CASE ${[...own, ...guarded].join(" ")} ELSE ${last} END`;
}

/** The ways to a path within the body; undefined when it cannot be said. */
function branches(path: string, { inBody }: Lead): string[] | undefined {
  const keys = path.split(".");
  const whole = placeOf([path]);
  const walked = placeOf(keys);
  if (!whole || !walked) return undefined;
  const found = (place: string) => `WHEN json_type(body, ${place}) IS NOT NULL THEN ${inBody(place)}`;
  if (keys.length === 1) return [found(whole)];
  const lists = keys
    .slice(1)
    .map((_, i) => `WHEN json_type(body, ${placeOf(keys.slice(0, i + 1))}) = 'array' THEN NULL`);
  return [found(whole), found(walked), ...lists];
}
