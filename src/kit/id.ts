const prefixes = {
  organization: "org",
  user: "usr",
  key: "key",
  namespace: "ns",
  collection: "col",
  document: "doc",
  retriever: "ret",
  execution: "exec",
  task: "task",
  memory: "mem",
  session: "ses",
  receipt: "rcpt",
  webhook: "wh",
  event: "evt",
  delivery: "dlv",
  alert: "alt",
  request: "req",
} as const;

type Prefixes = typeof prefixes;

/** An id that carries its kind in its type: a document id will not pass for a namespace id. */
export type Id<K extends keyof Prefixes> = `${Prefixes[K]}_${string}`;

/** Crockford's base 32, lower case: no i, l, o, u, so an id survives being read aloud. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const length = 24; // 120 random bits

/** Letters two at a time: an id is put together for every request. */
const pairs = Array.from({ length: 1024 }, (_, n) => `${alphabet[n >> 5]}${alphabet[n & 31]}`);

/** Random words for 128 ids: to draw them costs as much for one as for many. */
const pool = new Uint16Array((length / 2) * 128);
let drawn = pool.length;

export function newId<K extends keyof Prefixes>(kind: K) {
  if (drawn === pool.length) {
    crypto.getRandomValues(pool);
    drawn = 0;
  }
  let text = "";
  for (const end = drawn + length / 2; drawn < end; drawn++) text += pairs[pool[drawn]! & 1023];
  return `${prefixes[kind]}_${text}` as const satisfies Id<K>;
}

/** Whether a text has the exact form of an id that we mint; nothing else may name a cell, an index or a prefix. */
export function isId<K extends keyof Prefixes>(kind: K, text: string): text is Id<K> {
  return (
    text.startsWith(`${prefixes[kind]}_`) && /^[0-9a-hjkmnp-tv-z]{24}$/.test(text.slice(prefixes[kind].length + 1))
  );
}
