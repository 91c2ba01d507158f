import { Problem } from "../kit/problem";
import type { Namespace } from "../store/namespace";

/**
 * Opens a snapshot anew, between two readings of the configuration. They are the same, so nothing was changed between
 * them, and both are what it was at the snapshot's moment.
 * @throws Problem `unavailable` when it was being changed, or too many snapshots are being read
 */
export async function momentOf(source: Pick<Namespace, "collections" | "retrievers" | "snapshot">, name: string) {
  const snapshot = source.snapshot(name);
  for (let attempt = 1; attempt <= 3; attempt++) {
    await snapshot.close();
    const before = await configOf(source);
    const opened = await snapshot.open();
    if (!opened) throw new Problem("unavailable", "Too many copies of this namespace are being made. Try again later.");
    const config = await configOf(source);
    if (JSON.stringify(before) === JSON.stringify(config)) return { snapshot, opened, config };
  }
  await snapshot.close();
  throw new Problem("unavailable", "The namespace is being changed. Try again in a moment.");
}

async function configOf({ collections, retrievers }: Pick<Namespace, "collections" | "retrievers">) {
  return { collections: await collections.all(), retrievers: await retrievers.all() };
}
