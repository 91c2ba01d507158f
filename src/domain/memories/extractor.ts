import type { Home } from "./who";

/** What draws entities from text here. */
export const extractor = "rules";
export const noModel = 'Entities are drawn by rules, and no model is asked: say "rules", or "none" for none at all.';

export type Provider = typeof extractor | "none";

/** What draws entities from a namespace's memories: the rules, or nothing. It is `extract_entities` in other words. */
export async function extractorOf(home: Home, provider: Provider | undefined) {
  const before = await home.memory("entityConfig", { change: null });
  const after = provider
    ? await home.memory("entityConfig", { change: { ...before, extract_entities: provider === extractor } })
    : before;
  const isOn = after.extract_entities;
  return {
    namespace: home.row.name,
    provider: isOn ? extractor : "none",
    model: isOn ? extractor : null,
    base_url: null,
  };
}
