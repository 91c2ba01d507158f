import type { MemoryPolicy } from "../../engine/memory/policy";
import type { Home } from "./who";

/** The policy as the namespace's memories are kept by, everything filled in. */
export async function memoryPolicy(home: Home) {
  return presentPolicy(await home.memory("policy", { change: null }));
}

/** Takes the place of the whole policy: what a body leaves out is as if it had never been said. */
export async function setMemoryPolicy(home: Home, change: Partial<MemoryPolicy>) {
  return presentPolicy(await home.memory("policy", { change }));
}

/** `ttl_default` is absent until it was given: null says "without end", absent "each type's own". */
const presentPolicy = ({ policy, consolidated }: { policy: MemoryPolicy; consolidated: number }) => ({
  ...policy,
  consolidated_count: consolidated,
});

export async function entityConfig(
  home: Home,
  change: { extract_entities?: boolean | undefined; entity_types?: string[] | null | undefined } | undefined,
  { replaces }: { replaces: boolean },
) {
  const before = await home.memory("entityConfig", { change: null });
  const types = change?.entity_types === undefined && !replaces ? before.entity_types : change?.entity_types;
  const extract_entities = change?.extract_entities ?? before.extract_entities;
  const after = change
    ? await home.memory("entityConfig", { change: { extract_entities, entity_types: types ?? null } })
    : before;
  return { namespace: home.row.name, ...after };
}
