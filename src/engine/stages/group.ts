import { type Document, made, numberAt, plain, read } from "../document";

export interface Group {
  /** The value that its documents share; null for those without one. */
  key: unknown;
  documents: Document[];
}

export const outputModes = ["all", "first", "flatten"] as const;
export type OutputMode = (typeof outputModes)[number];

/** The documents by the value of a field, groups and documents in the order of appearance. */
export function groupsOf(documents: readonly Document[], field: string): Group[] {
  const groups = new Map<string, Group>();
  for (const document of documents) {
    const key = read(document, field) ?? null;
    const name = JSON.stringify(key);
    const known = groups.get(name);
    if (known) known.documents.push(document);
    else groups.set(name, { key, documents: [document] });
  }
  return [...groups.values()];
}

/** The highest score in a group; undefined where no document has one. */
export function bestScore({ documents }: Group): number | undefined {
  const scores = documents.flatMap((document) => numberAt(document, "score") ?? []);
  return scores.length > 0 ? Math.max(...scores) : undefined;
}

/**
 * What groups leave as: `all` one result for each, `{key, count, documents}`, with its best score; `first` the first
 * document of each; `flatten` their documents, group after group. Of each group `most` documents at most are shown.
 */
export function shown(groups: Group[], mode: OutputMode, most: number): Document[] {
  if (mode !== "all") return groups.flatMap(({ documents }) => documents.slice(0, mode === "first" ? 1 : most));
  return groups.map((group) => {
    const documents = group.documents.slice(0, most).map(plain);
    return made({ key: group.key, count: group.documents.length, documents }, bestScore(group));
  });
}
