import { env } from "cloudflare:workers";
import { createApp } from "../src/edge/app";
import { sweepTasks } from "../src/jobs/tasks";
import { sha256 } from "../src/kit/hash";
import { type Id, newId } from "../src/kit/id";
import { newSecret } from "../src/kit/secret";

/** The time that tests live in. */
export const clock = { now: Date.parse("2026-11-20T12:00:00Z") };

export const app = createApp({ clock: () => clock.now });

/** The bindings, but for a queue that loses every message: nothing happens behind a test's back. */
export const bindings = { ...env, TASKS: { ...env.TASKS, send: async () => ({ metadata: { metrics: none } }) } };
const none = { backlogCount: 0, backlogBytes: 0 };

/** Does what is due by the tests' clock, as a cron tick would. */
export const drain = (env = bindings) => sweepTasks(env, () => clock.now);

export interface Reply {
  status: number;
  /** The body as it came. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as they find them
  body: any;
  headers: Headers;
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** A caller with a key, and optionally a namespace that all its requests mean. */
export function caller(key: string | undefined, namespace?: string): Call {
  return async (method, path, body, headers = {}) => {
    const response = await app.request(
      path,
      {
        method,
        headers: {
          ...(key && { authorization: `Bearer ${key}` }),
          ...(namespace && { "x-namespace": namespace }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      },
      bindings,
    );
    const text = new TextDecoder().decode(await response.arrayBuffer());
    const type = response.headers.get("content-type") ?? "";
    return {
      status: response.status,
      text,
      body: text && /json$/.test(type) && !type.endsWith("ndjson") ? JSON.parse(text) : undefined,
      headers: response.headers,
    };
  };
}

/** An organization of its own, with an admin key, as the start script founds one. */
export async function organization(name = "Acme") {
  const secret = newSecret("sk");
  const [org, user, key] = [newId("organization"), newId("user"), newId("key")];
  const run = (sql: string, ...values: unknown[]) =>
    env.DB.prepare(sql)
      .bind(...values)
      .run();
  const now = clock.now;
  await run(
    "INSERT INTO organizations (id, name, metadata, created_at, updated_at) VALUES (?, ?, '{}', ?, ?)",
    org,
    name,
    now,
    now,
  );
  await run(
    "INSERT INTO users (organization_id, id, email, name, role, status, created_at, updated_at) VALUES (?, ?, ?, ?, 'admin', 'active', ?, ?)",
    org,
    user,
    "admin@example.com",
    "Admin",
    now,
    now,
  );
  await run(
    "INSERT INTO keys (organization_id, id, hash, prefix, type, user_id, name, permissions, scopes, created_at, created_by) VALUES (?, ?, ?, ?, 'standard', ?, 'admin-key', '[\"admin\"]', '[]', ?, ?)",
    org,
    key,
    await sha256(secret),
    secret.slice(0, 10),
    user,
    now,
    user,
  );
  return { id: org, key: secret, call: caller(secret) };
}

/** Founds a namespace as a test has them, and sees to it that its vectors are where they ought to be. */
export async function found(call: Call, draft: object): Promise<Reply> {
  const infrastructure = env.TEST_VECTORS && { vectors: env.TEST_VECTORS };
  const founded = await call("POST", "/v1/namespaces", { ...draft, ...(infrastructure && { infrastructure }) });
  if (infrastructure) await drain();
  return founded;
}

/** An organization with one namespace, a collection, and a retriever over it. */
export async function tenant(name = "main") {
  const home = await organization();
  const ns = await found(home.call, { namespace_name: name });
  const call = caller(home.key, name);
  const collection = await call("POST", "/v1/collections", { collection_name: "pages" });
  const retriever = await call("POST", "/v1/retrievers", searcher("search"));
  return {
    ...home,
    call,
    namespaceId: ns.body.namespace_id as Id<"namespace">,
    collectionId: collection.body.collection_id as string,
    retrieverId: retriever.body.retriever.retriever_id as string,
  };
}

/** A retriever that searches text. */
export const searcher = (name: string, parameters: object = {}) => ({
  retriever_name: name,
  input_schema: { query: { type: "string", required: true } },
  stages: [
    {
      stage_name: "search",
      stage_type: "filter",
      config: {
        stage_id: "feature_search",
        parameters: {
          searches: [
            {
              feature_uri: "cordon://text_extractor@v1/text_embedding",
              query: { input_mode: "text", value: "{{INPUT.query}}" },
            },
          ],
          ...parameters,
        },
      },
    },
  ],
});

/** A search for text, as a stage's parameters have it. */
export const textSearch = (value: unknown = "{{INPUT.query}}") => ({
  feature_uri: "cordon://text_extractor@v1/text_embedding",
  query: { input_mode: "text", value },
});

/** Makes a retriever of these stages, and gives a way to run it. */
export async function retriever(call: Call, stages: object[], more: object = {}) {
  const name = `r-${crypto.randomUUID()}`;
  const made = await call("POST", "/v1/retrievers", { retriever_name: name, stages, ...more });
  if (made.status !== 200) throw new Error(made.text);
  return (inputs: object = {}, body: object = {}) =>
    call("POST", `/v1/retrievers/${name}/execute`, { inputs, ...body });
}

/** A tenant with a few boats. */
export async function harbour() {
  const ada = await tenant();
  const documents = [
    { document_id: "dinghy", text: "A small sailing boat.", length: 3, colour: "red", tags: ["sail", "small"] },
    { document_id: "yacht", text: "A sailing boat for the open sea.", length: 12, colour: "white", tags: ["sail"] },
    {
      document_id: "tug",
      text: "A boat that tows ships in the harbour.",
      length: 20,
      colour: "red",
      crew: { captain: "Ann" },
    },
    { document_id: "liner", text: "A ship for passengers.", length: 200, colour: null },
    { document_id: "raft", text: "Logs tied together.", colour: "Red" },
  ];
  await ada.call("POST", "/v1/collections/pages/documents", { documents });
  return ada;
}
