import type { z } from "zod";
import type { BroughtMemory } from "../../cell/memory/brought";
import type { Kept } from "../../cell/memory/contract";
import { hiddenFrom, isExpired } from "../../engine/memory/decay";
import { type MemoryFormat, memoryFormats, readMemories, writeMemories } from "../../engine/memory/formats";
import type { MemoryPolicy } from "../../engine/memory/policy";
import { makeCursor, readCursor } from "../../kit/cursor";
import { sha256 } from "../../kit/hash";
import { invalid, Problem } from "../../kit/problem";
import { Carried } from "./carried";
import { presentMemory } from "./present";
import { confinedTo, endsAt, type Home, labelOf, type Who } from "./who";

/** Memories that one call into the cell reads or stores. */
const pageSize = 500;

/** Memories as text for other programs, in the order they came, with a cursor where there are more. */
export async function exportMemories(
  home: Home,
  who: Who,
  { format, limit, cursor }: { format: MemoryFormat; limit: number; cursor?: string | undefined },
) {
  const agentId = confinedTo(who);
  const choice = agentId === undefined ? {} : { agentId };
  const bound = `export ${home.row.id} ${JSON.stringify(choice)}`;
  let after = cursor ? Number(readCursor(bound, cursor)[0]) : null;
  if (Number.isNaN(after)) throw invalid("This cursor is of another list.", ["query", "cursor"]);
  const carried: ReturnType<typeof presentMemory>[] = [];
  let isOver = false;
  while (!isOver && carried.length < limit) {
    const page = { limit: Math.min(pageSize, limit - carried.length), offset: 0, after, counted: false };
    const { memories, next } = await home.memory("list", { choice, ...page });
    // What a policy adds is the policy's: only an expiry of its own travels.
    for (const one of memories) carried.push({ ...presentMemory(home, one), expires_at: endsAt(one.expiresAt) });
    isOver = next === null;
    after = next;
  }
  const next_cursor = isOver ? null : makeCursor(bound, [after]);
  return { format, count: carried.length, data: writeMemories(carried, format), next_cursor };
}

/** As many faults are told. */
const mostErrors = 100;

/** A memory of an import: what it says, and where it stood. */
interface Item {
  id: string;
  agentId: string;
  one: Carried;
  place: number;
}

/**
 * Takes in what an export, or another program, has written. One that is not right is passed over and told by its number.
 * Without an id of its own a memory's is made from what it says, so that to import twice is to import once.
 */
export async function importMemories(home: Home, who: Who, { data, format }: { data: unknown; format: MemoryFormat }) {
  const listed = readMemories(data, format);
  if (!listed) throw invalid(`The data is not of the format ${format}.`, ["body", "data"]);
  const errors: string[] = [];
  const items = new Map<string, Item>();
  for (const [i, value] of listed.entries()) {
    const read = Carried.safeParse(value);
    if (read.success) {
      const item = await itemOf(home, who, read.data, i + 1);
      items.set(item.id, item);
    } else errors.push(`${i + 1}: ${wrong(read.error)}`);
  }
  const all = [...items.values()];
  let imported = 0;
  for (let from = 0; from < all.length; from += pageSize)
    imported += await takeAll(home, all.slice(from, from + pageSize), errors);
  const counts = { total: listed.length, imported, skipped: listed.length - imported };
  return {
    imported_count: imported,
    skipped_count: counts.skipped,
    errors: errors.slice(0, mostErrors),
    job_id: makeCursor(jobsOf(home), [format, counts.total, imported, counts.skipped]),
    status: statusOf(counts),
    format,
    ...counts,
  };
}

async function itemOf(home: Home, who: Who, one: Carried, place: number): Promise<Item> {
  const agentId = confinedTo(who) ?? one.agent_id ?? labelOf(home, who);
  const own = one.id ?? one.uuid ?? one.memory_id;
  if (own !== undefined) return { id: own, agentId, one, place };
  const hash = await sha256(JSON.stringify([agentId, one.content, one.created_at ?? null]));
  return { id: `im-${hash.slice(0, 32)}`, agentId, one, place };
}

function wrong({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join(".") || "memory"}: ${issue?.message}`;
}

/** Stores a batch, without what belongs to others or would be gone; gives how many are left. */
async function takeAll(home: Home, items: readonly Item[], errors: string[]): Promise<number> {
  const { policy } = await home.memory("policy", { change: null });
  const ids = items.map(({ id }) => id);
  const page = { limit: ids.length, offset: 0, after: null, counted: false };
  const { memories } = await home.memory("list", { choice: { ids }, ...page });
  const known = new Map(memories.map((one) => [one.id, one]));
  let batch = items.flatMap((item) => {
    const brought = broughtBy(item, known.get(item.id), home.now);
    if (!isGone(brought, policy, home.now)) return [{ brought, place: item.place }];
    errors.push(`${item.place}: created_at: by the policy here it would be gone.`);
    return [];
  });
  for (;;) {
    const { taken } = await home.memory("take", { brought: batch.map(({ brought }) => brought) });
    if (taken.length === 0) return batch.length;
    const foreign = new Set(taken);
    for (const place of taken) errors.push(`${batch[place]?.place}: id: it belongs to another agent.`);
    batch = batch.filter((_, place) => !foreign.has(place));
  }
}

/** What the item does not say stays as it is here. */
function broughtBy({ id, agentId, one }: Item, known: Kept | undefined, now: number) {
  const createdAt = one.created_at ?? known?.createdAt ?? now;
  return {
    kind: "memory" as const,
    id,
    agentId,
    sessionId: one.session_id ?? one.run_id ?? known?.sessionId ?? null,
    type: one.memory_type ?? known?.type ?? ("episodic" as const),
    content: one.content,
    importance: one.importance ?? known?.importance ?? 0.5,
    tags: [...new Set(one.tags ?? one.categories ?? known?.tags)],
    metadata: one.metadata ?? known?.metadata ?? null,
    expiresAt: one.expires_at ?? known?.expiresAt ?? null,
    validFrom: one.valid_from ?? known?.validFrom ?? null,
    createdAt,
    updatedAt: one.updated_at ?? known?.updatedAt ?? createdAt,
    lastAccessedAt: one.last_accessed_at ?? known?.lastAccessedAt ?? null,
    accessCount: one.access_count ?? known?.accessCount ?? 0,
    flagged: false,
    drawn: false,
  };
}

/** What the sweep would take away at once is better refused: whoever sends it learns of it. */
function isGone(one: BroughtMemory, policy: MemoryPolicy, now: number): boolean {
  const fading = {
    importance: one.importance,
    memory_type: one.type,
    created_at: one.createdAt,
    last_accessed_at: one.lastAccessedAt,
    access_count: one.accessCount,
    expires_at: one.expiresAt,
  };
  return isExpired(fading, policy, now) || now >= hiddenFrom(fading, policy) + policy.grace_seconds * 1000;
}

const jobsOf = ({ row }: Home) => `import ${row.id}`;

/** An import is over when it is answered, so its job's id says by itself what came of it. */
export function importJob(home: Home, id: string) {
  const [format, ...counts] = placeOf(home, id);
  const known = memoryFormats.find((one) => one === format);
  const [total, imported, skipped] = counts.map(Number);
  if (!known || total === undefined || imported === undefined || skipped === undefined) throw noJob();
  return { job_id: id, status: statusOf({ total, imported }), format: known, total, imported, skipped, errors: [] };
}

/** An import of which nothing could be taken has failed. */
const statusOf = ({ total, imported }: { total: number; imported: number }) =>
  total > 0 && imported === 0 ? ("failed" as const) : ("completed" as const);

function placeOf(home: Home, id: string) {
  try {
    return readCursor(jobsOf(home), id);
  } catch {
    throw noJob();
  }
}

const noJob = () => new Problem("not_found", "There is no such import.", undefined, { code: "NOT_FOUND" });
