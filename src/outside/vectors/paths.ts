/** What a name at Upstash may be made of: nothing that a URL, or the service, could read as more than a name. */
const form = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/**
 * The client puts names into URLs as they are: one with `../` in it would lead to another tenant's vectors, or to the
 * command that empties the whole index.
 * @throws RangeError
 */
export function checkName(name: string): void {
  if (!form.test(name)) throw new RangeError("Not a name of a namespace at Upstash.");
}

/** What is asked of one namespace. There is no word here that empties anything but a namespace that goes. */
const ofSpace = ["upsert", "query", "delete", "range", "delete-namespace"] as const;
const ofIndex = ["info", "list-namespaces"] as const;
export type Verb = (typeof ofSpace)[number] | (typeof ofIndex)[number];

/** The whole paths that may be fetched: for a namespace its own and `info`; without a name those of the index. */
export function pathsOf(name: string | null): ReadonlyMap<string, Verb> {
  if (name === null) return new Map(ofIndex.map((verb) => [verb, verb]));
  checkName(name);
  return new Map<string, Verb>([["info", "info"], ...ofSpace.map((verb) => [`${verb}/${name}`, verb] as const)]);
}
