import { due, founded, type Operation, spaceOf } from "./asked.ts";
import { atMost, batchOf, type Entry, entryOf, show, shownBy, updated } from "./entry.ts";
import { parseFilter } from "./filter.ts";
import { idOf, isObject, type Json, type JsonObject, objectOf, textOf } from "./json.ts";
import { countOf } from "./query.ts";
import { invalid } from "./refusal.ts";
import type { Space } from "./space.ts";

/** What is said of entries by their ids: writes that queries see later, and reads that see them at once. */
export const entryOperations: Record<string, Operation> = {
  upsert(index, name, body) {
    const entries = batchOf(body).map((one) => entryOf(one, index.options));
    const space = founded(index, name);
    const seen = due(index);
    for (const entry of entries) space.put(entry, seen);
    return "Success";
  },

  update(index, name, body) {
    const sent = objectOf(body);
    const space = spaceOf(index, name);
    const old = space.live.get(idOf(sent.id));
    if (!old) return { updated: 0 };
    space.put(updated(old, sent, index.options), due(index));
    return { updated: 1 };
  },

  fetch(index, name, body) {
    const sent = withIds(body);
    if ((sent.ids === undefined) === (sent.prefix === undefined))
      throw invalid("Only one of ids or prefix must be provided.");
    const { live } = spaceOf(index, name);
    const shown = shownBy(sent);
    if (sent.ids === undefined)
      return startingWith(live, prefixOf(sent))
        .slice(0, 1000)
        .map((entry) => show(entry, shown));
    return idsOf(sent.ids).map((id) => {
      const entry = live.get(id);
      return entry ? show(entry, shown) : null;
    });
  },

  range(index, name, body) {
    const sent = objectOf(body);
    const { live, places } = spaceOf(index, name);
    const limit = countOf(sent.limit, "limit");
    const cursor = Number(sent.cursor ?? 0);
    if (!Number.isInteger(cursor) || cursor < 0) throw invalid("Invalid cursor");
    const rest = startingWith(live, textOf(sent.prefix, "prefix") ?? "")
      .map((entry) => ({ entry, place: places.get(entry.id) ?? 0 }))
      .filter(({ place }) => place > cursor)
      .sort((a, b) => a.place - b.place);
    const page = rest.slice(0, limit);
    const shown = shownBy(sent);
    return {
      nextCursor: rest.length > limit ? String(page.at(-1)?.place) : "",
      vectors: page.map(({ entry }) => show(entry, shown)),
    };
  },

  delete(index, name, body) {
    const sent = withIds(body);
    if ([sent.ids, sent.prefix, sent.filter].filter((one) => one !== undefined).length !== 1)
      throw invalid("Only and only one of the ids, prefix, or filter must be provided.");
    const space = spaceOf(index, name);
    const ids = sent.ids === undefined ? chosen(space, sent, index.control.openFilters) : idsOf(sent.ids);
    const seen = due(index);
    return { deleted: ids.filter((id) => space.remove(id, seen)).length };
  },

  random(index, name) {
    const entries = [...spaceOf(index, name).live.values()];
    const entry = entries[Math.floor(Math.random() * entries.length)];
    return entry ? show(entry, { vectors: true, metadata: true, data: true }) : null;
  },
};

/** Ids may be sent bare. */
const withIds = (body: unknown): JsonObject => (isObject(body) ? body : { ids: idsOf(body) });

const startingWith = (live: ReadonlyMap<string, Entry>, prefix: string) =>
  [...live.values()].filter(({ id }) => id.startsWith(prefix));

/** Ids of all that a delete by prefix or filter means. */
function chosen({ live }: Space, sent: JsonObject, open: boolean): string[] {
  if (sent.prefix !== undefined) return startingWith(live, prefixOf(sent)).map(({ id }) => id);
  const filter = textOf(sent.filter, "filter");
  if (!filter?.trim()) throw invalid("Filter must not be empty");
  const test = parseFilter(filter);
  return [...live.values()].filter(({ metadata }) => test(metadata, open)).map(({ id }) => id);
}

function prefixOf(sent: JsonObject): string {
  const prefix = textOf(sent.prefix, "prefix");
  if (!prefix) throw invalid("Prefix must not be empty");
  return prefix;
}

function idsOf(value: unknown): string[] {
  const list: Json[] | unknown[] = Array.isArray(value) ? value : [value];
  atMost(list.length, "ids");
  return list.map(idOf);
}
