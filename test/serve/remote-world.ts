import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import { type Client, client } from "../../scripts/client.ts";
import { startVectors, type VectorsOptions } from "../upstash/server/vectors.ts";
import type { Control } from "../upstash/vector/control.ts";
import { freshState, started } from "./state.ts";

const script = fileURLToPath(new URL("beside-start.ts", import.meta.url));

interface WorldOptions extends VectorsOptions {
  /** Those of the shared indexes that the server is told of; all when absent. */
  told?: string[];
}

/** A server beside stand-ins for Upstash Vector, which are steered, and outlive it. */
export async function remoteWorld({ told, ...given }: WorldOptions = {}) {
  const vectors = await startVectors({ delayMs: 300, logged: 100, ...given });
  onTestFinished(vectors.close);
  const { indexes, developer } = vectors;
  const state = freshState();
  /** What the server is told when it starts the next time. */
  const tell = (vars: Record<string, string> = {}) => {
    process.env.BESIDE = JSON.stringify({
      UPSTASH_VECTOR_INDEXES: JSON.stringify(indexes.filter(({ name }) => told?.includes(name) ?? true)),
      UPSTASH_EMAIL: developer.email,
      UPSTASH_API_KEY: developer.apiKey,
      UPSTASH_DEVELOPER_URL: developer.url,
      ...vars,
    });
  };
  tell();
  const headers = { authorization: `Basic ${btoa(`${developer.email}:${developer.apiKey}`)}` };
  const developerUrl = `${developer.url}/vector/index`;
  const steered = new Set([...indexes.map(({ url }) => url), developer.url.replace(/\/v2$/, "")]);

  /** The indexes that are shared, and those that were made. */
  async function all(): Promise<{ name: string; url: string; token: string }[]> {
    const made: { name: string; endpoint: string; token: string }[] = await (
      await fetch(developerUrl, { headers })
    ).json();
    return [...indexes, ...made.map(({ name, endpoint, token }) => ({ name, url: endpoint, token }))];
  }

  const ask = async ({ url, token }: { url: string; token: string }, path: string, body: unknown = {}) => {
    const sent = { method: "POST", headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) };
    return (await (await fetch(`${url}/${path}`, sent)).json()).result;
  };

  const spacesIn = async (index: { url: string; token: string }): Promise<string[]> =>
    (await ask(index, "list-namespaces")).filter((space: string) => space !== "");

  return {
    state,
    indexes,
    ask,
    tell,
    start: () => started(state, script),
    /** Of all indexes, and of the Developer API. */
    async steer(change: Partial<Control>): Promise<void> {
      if (change.trouble?.length !== 0) for (const { url } of await all()) steered.add(url);
      const body = JSON.stringify(change);
      for (const url of steered) await fetch(`${url}/__control`, { method: "POST", body });
    },
    /** How many searches the shared indexes were asked for since this was asked last, of the latest requests. */
    async queries(): Promise<number> {
      let count = 0;
      for (const { url } of indexes) {
        const log: { path: string }[] = await (await fetch(`${url}/__log`, { method: "DELETE" })).json();
        count += log.filter(({ path }) => path.startsWith("/query/")).length;
      }
      return count;
    },
    /** Makes an index in the account, as anybody may who has it. */
    async makeIndex(name: string): Promise<void> {
      const draft = { name, region: "us-east-1", similarity_function: "COSINE", dimension_count: 384 };
      await fetch(developerUrl, { method: "POST", headers, body: JSON.stringify(draft) });
    },
    /** What lies in all indexes by the service's own word: namespace and id. */
    async listing(): Promise<string[]> {
      const found: string[] = [];
      for (const index of await all())
        for (const space of await spacesIn(index))
          for (let cursor = "0"; cursor !== ""; ) {
            const page = await ask(index, `range/${space}`, { cursor, limit: 1000 });
            found.push(...page.vectors.map(({ id }: { id: string }) => `${space} ${id}`));
            cursor = page.nextCursor;
          }
      return found;
    },
    /** The namespaces of all indexes, and the indexes that were made. */
    async places(): Promise<string[]> {
      const found: string[] = [];
      for (const index of await all())
        found.push(...(await spacesIn(index)), ...(index.name.startsWith("local-") ? [] : [index.name]));
      return found.sort();
    },
    /** What the cells say that there is. */
    noted: () => cellsIn(state.stateDir).flatMap((file) => rowsOf(file, entries).map(({ entry }) => `${entry}`)),
    /** Waits until every cell with documents has learned from them so many times, and has nothing else on its way. */
    async learned(times = 1): Promise<void> {
      const models = () => cellsIn(state.stateDir).map((file) => rowsOf(file, textFeatures).map(({ model }) => model));
      const isLearned = () =>
        models().every((found) => found.length === 0 || (found.length === 1 && Number(found[0]) >= times));
      let since = Date.now();
      const isCalm = () => {
        if (!isLearned()) since = Date.now();
        return Date.now() - since > calmMs;
      };
      await expect.poll(isCalm, { timeout: 90_000, interval: 200 }).toBe(true);
    },
  };
}

/** Learning begins a second after the last write. */
const calmMs = 2_500;

const entries = `SELECT place || ' ' || seq || '.' || e.version AS entry
  FROM remote_entries AS e JOIN remote_features USING (feature)`;
const textFeatures =
  "SELECT DISTINCT substr(feature, 19) AS model FROM vectors WHERE feature GLOB 'text_extractor@v1#*'";

function cellsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".sqlite"));
  const isCell = "SELECT 1 FROM sqlite_schema WHERE name = 'remote_entries'";
  return files.map((file) => join(folder, file)).filter((file) => rowsOf(file, isCell).length > 0);
}

function rowsOf(file: string, query: string) {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare(query).all();
  db.close();
  return rows;
}

export type RemoteWorld = Awaited<ReturnType<typeof remoteWorld>>;

export const standing = (admin: Client, namespace: string) =>
  admin.must("GET", `/v1/namespaces/${namespace}/infrastructure`);

/** Has the vectors moved, and waits until they are searched there. */
export async function moved(admin: Client, namespace: string, vectors: string, timeout = 60_000): Promise<void> {
  const { infrastructure } = await admin.must("PATCH", `/v1/namespaces/${namespace}`, { infrastructure: { vectors } });
  const status = async () => (await admin.must("GET", `/v1/tasks/${infrastructure.task_id}`)).status;
  await expect.poll(status, { timeout, interval: 100 }).toBe("COMPLETED");
}

/** Waits until nothing is left to send or to take away. */
export const settled = (admin: Client, namespace: string, timeout = 60_000) =>
  expect.poll(async () => (await standing(admin, namespace)).settled, { timeout, interval: 200 }).toBe(true);

const outputs = { hybrid: "text_embedding", dense: "dense", words: "full_text", filtered: "text_embedding" };

export const ways = Object.keys(outputs);

/** A namespace with one collection, `documents`, and retrievers of every kind. */
export async function foundProse(
  server: { url: string; adminKey: string },
  namespace: string,
  documents: object[],
  more: object = {},
) {
  await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { namespace_name: namespace, ...more });
  const inside = client(server.url, server.adminKey, namespace);
  await inside.must("POST", "/v1/collections", { collection_name: "documents" });
  for (const [name, output] of Object.entries(outputs)) {
    const searches = [{ feature_uri: `cordon://text_extractor@v1/${output}`, query: "{{INPUT.query}}", top_k: 25 }];
    const filters = { field: "n", operator: "lt", value: 400 };
    const parameters = { searches, final_top_k: 25, ...(name === "filtered" && { filters }) };
    await inside.must("POST", "/v1/retrievers", {
      retriever_name: name,
      input_schema: { query: { type: "string", required: true } },
      stages: [{ stage_id: "feature_search", parameters }],
    });
  }
  const ids: string[] = [];
  for (let from = 0; from < documents.length; from += 500) {
    const sent = documents.slice(from, from + 500);
    const made = await inside.must("POST", "/v1/collections/documents/documents", { documents: sent });
    ids.push(...made.documents.map(({ document_id }: { document_id: string }) => document_id));
  }
  return { inside, ids };
}

export const found = ({ results }: { results: { document_id: string; score: number }[] }) =>
  results.map(({ document_id, score }) => [document_id, score] as const);

/** What every kind of retriever finds, ids and scores, and what it warns of. */
export async function searches(inside: Client, queries: string[]) {
  const all: [way: string, query: string, results: ReturnType<typeof found>, warnings: string[]][] = [];
  for (const query of queries)
    for (const way of ways) {
      const answer = await inside.must("POST", `/v1/retrievers/${way}/execute`, { inputs: { query } });
      all.push([way, query, found(answer), answer.warnings]);
    }
  return all;
}

/** Stops a server: what the service lists is what the cells have noted, entry by entry. Gives it. */
export async function sameEntries(
  world: RemoteWorld,
  server: { end(signal: NodeJS.Signals): Promise<unknown> },
): Promise<string[]> {
  await server.end("SIGTERM");
  const noted = world.noted();
  const listed = await world.listing();
  expect([...new Set(noted).symmetricDifference(new Set(listed))]).toEqual([]);
  expect(listed).toHaveLength(noted.length);
  return noted;
}
