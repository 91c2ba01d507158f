import { type Fields, valueAt } from "./fields";

/** How a collection's documents are read by its extractor. */
export interface Extraction {
  /** The extractor's name. */
  name: string;
  /** Where its inputs come from: its input's name → the document's field path, or several. */
  inputMappings: Record<string, string | string[]>;
}

/**
 * The text that an extractor reads in a document: the mapped fields, or, without a mapping, every text at any depth but
 * identifiers, which are not prose.
 */
export function textOf({ name, inputMappings }: Extraction, fields: Fields): string {
  if (name !== "text_extractor") return "";
  const paths = inputMappings.text ?? Object.values(inputMappings).flat();
  const mapped = [paths].flat();
  if (mapped.length === 0) return [...texts(fields)].join("\n");
  // `payload.title` is how clients with buckets write it; the document itself has just `title`.
  return mapped.flatMap((path) => [...texts(valueAt(fields, path.replace(/^payload\./, "")))]).join("\n");
}

const isIdentifier = (key: string) => key.startsWith("_") || /(^|_)(id|url|uri|hash)$/i.test(key);

function* texts(value: unknown): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* texts(item);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) if (!isIdentifier(key)) yield* texts(item);
}
