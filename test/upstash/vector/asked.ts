import type { Control } from "./control.ts";
import type { IndexOptions } from "./index.ts";
import type { Json } from "./json.ts";
import type { Asked } from "./query.ts";
import { Refusal } from "./refusal.ts";
import type { ResumableQueries } from "./resumable.ts";
import { Space } from "./space.ts";

/** An index and the moment at which it is asked. */
export interface Index {
  options: IndexOptions;
  control: Control;
  spaces: Map<string, Space>;
  resumable: ResumableQueries;
  now: number;
}

export type Operation = (index: Index, name: string, body: unknown, search: URLSearchParams) => Json;

/** A namespace that is not there is as one that is empty. */
export const spaceOf = ({ spaces }: Index, name: string): Space => spaces.get(name) ?? new Space();

/** A namespace comes to be with the first that is upserted. */
export function founded({ spaces, options: { maxNamespaces = 10_000 } }: Index, name: string): Space {
  const space = spaces.get(name) ?? new Space();
  if (!spaces.has(name) && spaces.size >= maxNamespaces)
    throw new Refusal(400, `Exceeded max number of namespaces: ${maxNamespaces}`);
  spaces.set(name, space);
  return space;
}

/** When a write that is made now is seen. */
export const due = ({ now, control: { delayMs } }: Index): number =>
  now + (typeof delayMs === "number" ? delayMs : delayMs());

export const askedOf = (index: Index, name: string): Asked => ({
  seen: spaceOf(index, name).seen(index.now),
  options: index.options,
  open: index.control.openFilters,
  filterBudget: index.control.filterBudget,
});
