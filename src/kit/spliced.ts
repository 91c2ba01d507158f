/**
 * An answer that holds a JSON object as the text it is stored as, with members of ours beside its own. It is never read:
 * only a contract that lets any member pass can let it through.
 */
export class Spliced<M extends object> {
  /** As JSON.stringify wrote it. */
  readonly object: string;
  readonly members: M;

  constructor(object: string, members: M) {
    this.object = object;
    this.members = members;
  }
}

/** The object's text with these members at its end. They win over its own of the same names, as in `{ ...object, ...members }`. */
export function splice(object: string, members: Record<string, unknown>): string {
  const text = JSON.stringify(members);
  if (object === "{}") return text;
  // What may name one of ours, at the top or further in, is read after all: no answer names a member twice.
  if (Object.keys(members).some((name) => object.includes(`"${name}"`)))
    return JSON.stringify({ ...JSON.parse(object), ...members });
  return `${object.slice(0, -1)},${text.slice(1)}`;
}
