import type { ListedDocument, StoredDocument } from "../../cell/contract";
import { type Fields, valueAt } from "../../engine/fields";
import type { Id } from "../../kit/id";
import { iso } from "../../kit/iso";
import { Spliced } from "../../kit/spliced";

/** A document as the API shows it: the user's fields at the top, ours beside them. */
export function present(namespaceId: Id<"namespace">, document: StoredDocument, select?: string[] | null) {
  const fields: Fields = JSON.parse(document.body);
  return { ...(select ? chosen(fields, select) : fields), ...about(namespaceId, document) };
}

/** What we say of a document. */
function about(namespaceId: Id<"namespace">, document: StoredDocument) {
  return {
    document_id: document.id,
    collection_id: document.collectionId,
    _internal: {
      namespace_id: namespaceId,
      collection_id: document.collectionId,
      document_id: document.id,
      created_at: iso(document.createdAt),
      updated_at: iso(document.updatedAt),
    },
  };
}

/** The same with its vectors, where they were asked for. `names` keeps those features only. */
export const presentListed = (
  namespaceId: Id<"namespace">,
  document: ListedDocument,
  { select, names }: { select?: string[] | null; names?: string[] | null } = {},
) => ({ ...present(namespaceId, document, select), ...vectorsOf(document, names) });

/** All of it, the fields as the text they are stored as. */
export const presentWhole = (namespaceId: Id<"namespace">, document: ListedDocument) =>
  new Spliced(document.body, { ...about(namespaceId, document), ...vectorsOf(document) });

function vectorsOf(document: ListedDocument, names?: string[] | null) {
  if (!document.vectors) return undefined;
  const vectors = document.vectors
    // What is kept by model is one feature to everybody else.
    .map(({ feature, values }) => [feature.replace(/#\d+$/, ""), values] as const)
    .filter(([feature]) => !names || names.some((name) => name.includes(feature)));
  return { _vectors: Object.fromEntries(vectors) };
}

/** The fields at these paths; a path inside an object keeps its place there. */
function chosen(fields: Fields, paths: string[]): Fields {
  const kept = new Map<string, unknown>();
  for (const path of paths) {
    const value = valueAt(fields, path);
    if (value === undefined) continue;
    const [root = "", ...rest] = Object.hasOwn(fields, path) ? [path] : path.split(".");
    kept.set(root, nested(kept.get(root), rest, value));
  }
  return Object.fromEntries(kept);
}

function nested(into: unknown, path: string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const base = typeof into === "object" && into !== null ? Object.entries(into) : [];
  const inner = base.find(([name]) => name === key)?.[1];
  return Object.fromEntries([...base, [key, nested(inner, rest, value)]]);
}
