import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import type { SpawnedServer } from "../../scripts/serve/spawn.ts";
import { freshState, started } from "./state.ts";

const writers = 4;
const kills = 4;
const perRound = 40;

interface Told {
  status: number;
  text: string;
  replayed: boolean;
}

/** What a request is answered under an Idempotency-Key; undefined when the server is gone. */
type Once = (name: string, path: string, body: object) => Promise<Told | undefined>;

const onceOn =
  ({ url, adminKey }: SpawnedServer): Once =>
  async (name, path, body) => {
    const headers = {
      authorization: `Bearer ${adminKey}`,
      "x-namespace": "kept",
      "content-type": "application/json",
      "idempotency-key": name,
    };
    try {
      const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
      const replayed = response.headers.get("idempotent-replayed") === "true";
      return { status: response.status, text: await response.text(), replayed };
    } catch {
      return undefined;
    }
  };

/** The same request twice at once. Gives the answer of the one that did the work; the other waits or is given the same. */
async function pair(once: Once, ...request: Parameters<Once>): Promise<string | undefined> {
  const told = (await Promise.all([once(...request), once(...request)])).filter((one) => one !== undefined);
  const done = told.filter(({ status }) => status < 300);
  for (const { status, text } of told.filter((one) => !done.includes(one)))
    expect([status, text]).toEqual([409, expect.stringContaining('"in_flight"')]);
  expect(new Set(done.map(({ text }) => text)).size).toBeLessThanOrEqual(1);
  expect(done.filter(({ replayed }) => !replayed).length).toBeLessThanOrEqual(1);
  if (told.length === 2) expect(done.filter(({ replayed }) => !replayed).length).toBe(1);
  return done[0]?.text;
}

const documents = "/v1/collections/notes/documents";
const request = (name: string): Parameters<Once> => [name, documents, { note: name }];

test("kill -9 during writes, four times: the first answer of an Idempotency-Key is still given, and one thing was made", async () => {
  const state = freshState();
  /** Idempotency-Key → the first answer. */
  const first = new Map<string, string>();
  const cut: string[] = [];
  let server = await started(state);
  await found(server);
  for (let round = 0; round < kills; round++) {
    const once = onceOn(server);
    const before = first.size;
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const name = `r${round}w${writer}n${n}`;
        const text = await pair(once, ...request(name));
        if (text === undefined) return cut.push(name);
        first.set(name, text);
      }
    });
    await expect.poll(() => first.size, { timeout: 10_000, interval: 10 }).toBeGreaterThan(before + perRound);
    await server.end("SIGKILL");
    await Promise.all(writing);
    server = await started(state);
    await replay(server, first);
  }
  const made = await noted(server);
  for (const [name, text] of first) expect(made.get(name), name).toEqual([JSON.parse(text).document_id]);
  // What no answer came for is at most one thing, and whoever asks again is told of it, or to wait.
  for (const name of cut) {
    expect((made.get(name) ?? []).length, name).toBeLessThanOrEqual(1);
    const told = await onceOn(server)(...request(name));
    if (told?.status !== 409) expect(made.get(name) ?? [JSON.parse(told!.text).document_id]).toHaveLength(1);
  }
  expect(first.size).toBeGreaterThan(kills * perRound);
}, 40_000);

test("a new key's text is given again after kill -9, and it opens what it opened", async () => {
  const state = freshState();
  let server = await started(state);
  await found(server);
  const request: Parameters<Once> = ["a key", "/v1/organizations/api-keys", { name: "made once" }];
  const text = await pair(onceOn(server), ...request);
  await server.end("SIGKILL");
  server = await started(state);
  expect(await onceOn(server)(...request)).toEqual({ status: 200, text, replayed: true });
  const { key } = JSON.parse(text ?? "");
  expect((await client(server.url, key).call("GET", "/v1/auth/whoami")).body.name).toBe("made once");
  expect((await client(server.url, server.adminKey).must("GET", "/v1/organizations/api-keys")).total).toBe(2);
}, 40_000);

async function found({ url, adminKey }: SpawnedServer): Promise<void> {
  await client(url, adminKey).must("POST", "/v1/namespaces", { namespace_name: "kept" });
  await client(url, adminKey, "kept").must("POST", "/v1/collections", { collection_name: "notes" });
}

/** Every request that was answered is answered the same again, byte for byte; eight at a time. */
async function replay(server: SpawnedServer, first: Map<string, string>): Promise<void> {
  const once = onceOn(server);
  const left = [...first];
  const lanes = Array.from({ length: 8 }, async () => {
    for (let one = left.pop(); one; one = left.pop())
      expect(await once(...request(one[0])), one[0]).toEqual({ status: 200, text: one[1], replayed: true });
  });
  await Promise.all(lanes);
}

/** What was made: the ids of the documents, by the note that they bear. */
async function noted({ url, adminKey }: SpawnedServer): Promise<Map<string, string[]>> {
  const inside = client(url, adminKey, "kept");
  const made = new Map<string, string[]>();
  for (let offset = 0; ; offset += 1000) {
    const { results } = await inside.must("POST", `${documents}/list?limit=1000&offset=${offset}`, {});
    for (const { note, document_id } of results) made.set(note, [...(made.get(note) ?? []), document_id]);
    if (results.length < 1000) return made;
  }
}
