import { expect, test } from "vitest";
import { newId } from "../src/kit/id";
import { routes } from "../src/routes";
import type { Route } from "../src/routes/route";
import { storedBytes } from "./stored";
import { type Call, caller, clock, drain, type Reply } from "./tenant";
import {
  byId,
  byInnerId,
  byName,
  byOtherId,
  bytes,
  lineOf,
  type Names,
  neverIds,
  paramsOf,
  requestTo,
  shared,
  told,
  world,
} from "./worlds";

/** Names that point at something foreign: one parameter at a time, all at once, the body's, and the namespace's. */
function mixes(
  route: Route,
  own: Names,
  foreign: Names,
): { at: Record<string, string>; headers?: object; query?: string }[] {
  const params = paramsOf(route);
  const one = params.map((name) => ({ at: { ...own.params, [name]: foreign.params[name] ?? "" } }));
  const all = { at: foreign.params };
  if (route.on !== "namespace") return [...one, all];
  const headers = { "x-namespace": foreign.namespace };
  const query = `namespace=${encodeURIComponent(foreign.namespace)}`;
  const agent = { query: `agent_id=${encodeURIComponent(foreign.namespace)}` };
  return [
    ...one,
    all,
    ...[own.params, foreign.params].flatMap((at) => [
      { at, headers },
      { at, query },
      ...(route.namespaceIn === "agent_id" ? [{ at, ...agent }] : []),
    ]),
  ];
}

/** An answer without the values that it was asked with, without ids of ours, and without moments and durations. */
function shape(reply: Reply, { at }: { at: Record<string, string> }): string {
  let text = bytes(reply)
    .replaceAll(/(search_time_ms\\*":)\d+/g, "$1(ms)")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "(moment)")
    .replaceAll(/\b([a-z]+)_[0-9a-hjkmnp-tv-z]{24}\b/g, "($1)");
  for (const [name, value] of Object.entries(at)) text = text.replaceAll(value, `(${name})`);
  return text;
}

const send = (call: Call, route: Route, mix: ReturnType<typeof mixes>[number]) => {
  const [method, path, body] = requestTo(route, mix.at);
  const asked = mix.query ? `${path}${path.includes("?") ? "&" : "?"}${mix.query}` : path;
  return call(method, asked, body, { ...mix.headers });
};

const sentBy = ({ at, headers, query }: ReturnType<typeof mixes>[number]) => [
  ...Object.values<string>({ ...headers }),
  ...new URLSearchParams(query).values(),
  ...Object.values(at),
];

/** Without X-Namespace of its own where the query is to say which namespace is meant. */
const without =
  (call: Call, namespace: string): Call =>
  (method, path, body, headers = {}) =>
    call(
      method,
      path,
      body,
      /[?&](namespace|agent_id)=/.test(path) ? headers : { "x-namespace": namespace, ...headers },
    );

test("a stranger's ids and names are answered on every route as those that never were, and nothing is changed", async () => {
  const ada = await world("ada-only");
  const bob = await world("bob-only");
  const before = await storedBytes(ada);
  expect(JSON.stringify(before)).toContain(ada.canary);
  const pairs: [Names, Names][] = [
    [byId(ada), neverIds()],
    [byOtherId(ada), neverIds()],
    [byInnerId(ada), neverIds()],
    [byName("ada-only"), byName("never-was")],
  ];
  const callers = [caller(bob.key), caller(bob.pageKey), caller(undefined)].map((call) => without(call, "main"));
  const published =
    (call: Call): Call =>
    (method, path, body, headers) =>
      call(method, path, body, { "x-public-api-key": bob.pageKey, ...headers });
  let compared = 0;
  for (const route of routes) {
    // Refusals are counted by the minute.
    clock.now += 60_000;
    for (const [foreign, never] of pairs) {
      const theirs = mixes(route, shared, foreign);
      const missing = mixes(route, shared, never);
      for (const call of route.publicKey ? [...callers, published(callers[2]!)] : callers)
        for (const [i, mix] of theirs.entries()) {
          const [a, b] = [await send(call, route, mix), await send(call, route, missing[i]!)];
          const what = `${lineOf(route)} ${JSON.stringify(mix)}`;
          expect(a.text, what).not.toContain(ada.canary);
          // What succeeds here is the caller's own doing: the same, but for the ids that it was told.
          if (a.status < 300 && paramsOf(route).length === 0) expect(b.status, what).toBe(a.status);
          else if (a.status < 300) expect(shape(a, mix), what).toBe(shape(b, missing[i]!));
          else expect(told(a, route, sentBy(mix)), what).toBe(told(b, route, sentBy(missing[i]!)));
          compared++;
          // What a caller has put under an id of its own choice would be found by the next request.
          if (route.method === "PUT" && a.status < 300)
            for (const { at } of [mix, missing[i]!]) {
              const namespace = at.namespace_identifier;
              if (route.path === "/v1/namespaces/{namespace_identifier}")
                await bob.call("DELETE", `/v1/namespaces/${namespace}`);
              else if (route.path.includes("documents")) await bob.call("DELETE", `/v1/documents/${at.document_id}`);
            }
        }
    }
  }
  expect(compared).toBeGreaterThan(routes.length * 6);
  expect(await storedBytes(ada)).toEqual(before);
}, 120_000);

test("two tenants use the same names for everything, and each has only its own, down to deleting it", async () => {
  const ada = await world("ada-only");
  const bob = await world("bob-only");
  // Tasks are done for everybody at once.
  await drain();
  const before = await storedBytes(ada);
  const readsOfAda = [
    ["POST", "/v1/collections/pages/documents/list"],
    ["POST", "/v1/retrievers/search/execute", { inputs: { query: "secret canary" } }],
    ["GET", "/v1/retrievers/search/api-keys"],
    ["GET", "/v1/organizations/api-keys"],
    ["GET", "/v1/namespaces/main"],
    ["GET", "/v1/collections/pages"],
    ["GET", "/v1/documents/doc-1"],
    ["GET", "/v1/memory/get/mem-1"],
    ["GET", "/v1/sessions/ses-1"],
    ["POST", "/v1/memories/recall/batch", {}],
  ] as const;
  const still = async () => {
    for (const [method, path, body] of readsOfAda) {
      const reply = await ada.call(method, path, body);
      expect(reply, path).toMatchObject({ status: 200 });
      expect(reply.text, path).toContain(ada.canary);
      expect(reply.text, path).not.toContain(bob.canary);
    }
  };
  await still();
  const last = ({ method, path }: Route) =>
    method !== "DELETE" ? 0 : path.includes("namespaces") ? 3 : path.endsWith("{user_email}") ? 2 : 1;
  const statuses: number[] = [];
  for (const route of routes.toSorted((a, b) => last(a) - last(b))) {
    // What has been begun in a namespace keeps it from being deleted.
    if (last(route) === 3) await drain();
    const reply = await bob.call(...requestTo(route, shared.params));
    statuses.push(reply.status);
    expect(reply.text, lineOf(route)).not.toContain(ada.canary);
    expect(JSON.stringify([...reply.headers]), lineOf(route)).not.toContain(ada.canary);
  }
  expect(statuses.filter((status) => status < 300).length).toBeGreaterThan(routes.length / 2);
  expect(await bob.call("GET", "/v1/namespaces/main")).toMatchObject({ status: 404 });
  expect(await storedBytes(ada)).toEqual(before);
  await still();
}, 30_000);

test("a name that another tenant has is free, and taking it touches nothing of theirs", async () => {
  const ada = await world("ada-only");
  const bob = await world("bob-only");
  const before = await storedBytes(ada);
  const creates: [string, object][] = [
    ["/v1/namespaces", { namespace_name: "ada-only" }],
    ["/v1/collections", { collection_name: "ada-only" }],
    ["/v1/collections/pages/documents", { document_id: "ada-only", text: "mine" }],
    ["/v1/collections/pages/documents", { document_id: ada.documentId, text: "mine" }],
    ["/v1/retrievers", { retriever_name: "ada-only", stages: [{ stage_id: "limit" }] }],
    ["/v1/organizations/api-keys", { name: "ada-only" }],
  ];
  for (const [path, body] of creates) expect(await bob.call("POST", path, body), path).toMatchObject({ status: 200 });
  const mine = await bob.call("GET", `/v1/documents/${ada.documentId}`);
  expect(mine.body).toMatchObject({ text: "mine", _internal: { namespace_id: bob.namespaceId } });
  expect(await storedBytes(ada)).toEqual(before);
});

test("a body that names another tenant is not believed", async () => {
  const ada = await world("ada-only");
  const bob = await world("bob-only");
  const before = await storedBytes(ada);
  const theirs = {
    namespace_id: ada.namespaceId,
    organization_id: ada.id,
    internal_id: ada.id,
    _internal: { namespace_id: ada.namespaceId, collection_id: ada.collectionId },
  };
  const collection = await bob.call("POST", "/v1/collections", { collection_name: "forged", ...theirs });
  expect(collection).toMatchObject({ status: 200 });
  const retriever = await bob.call("POST", "/v1/retrievers", { ...searcherOf("forged"), ...theirs });
  expect(retriever).toMatchObject({ status: 200 });
  const document = await bob.call("POST", "/v1/collections/forged/documents", { text: "forged", ...theirs });
  expect(document.body._internal).toMatchObject({ namespace_id: bob.namespaceId });
  const patched = await bob.call("PATCH", `/v1/documents/${document.body.document_id}`, theirs);
  expect(patched.body._internal).toMatchObject({ namespace_id: bob.namespaceId });
  expect(await bob.call("POST", "/v1/namespaces", { name: "forged", ...theirs })).toMatchObject({ status: 200 });
  expect((await ada.call("GET", "/v1/namespaces")).text).not.toContain("forged");
  expect(await storedBytes(ada)).toEqual(before);
});

test("a document or collection of another tenant is not reached through a retriever's inputs", async () => {
  const ada = await world("ada-only");
  const bob = await world("bob-only");
  const like = {
    retriever_name: "like",
    input_schema: { like: { type: "string" }, within: { type: "array" } },
    stages: [
      {
        stage_id: "feature_search",
        parameters: {
          searches: [
            {
              feature_uri: "cordon://text_extractor@v1/dense",
              query: { input_mode: "document", document_ref: { document_id: "{{INPUT.like}}" } },
              collection_identifiers: "{{INPUT.within}}",
            },
          ],
        },
      },
    ],
  };
  expect(await bob.call("POST", "/v1/retrievers", like)).toMatchObject({ status: 200 });
  const run = async (inputs: object) => {
    const { status, body } = await bob.call("POST", "/v1/retrievers/like/execute", { inputs });
    return { status, results: body.results, warnings: body.warnings, total: body.pagination?.total };
  };
  const own = await run({ like: "doc-1" });
  expect(own).toMatchObject({ status: 200 });
  const missing = await run({ like: newId("document"), within: [newId("collection")] });
  expect(await run({ like: ada.documentId, within: [ada.collectionId] })).toEqual(missing);
  expect(await run({ like: "ada-only", within: ["ada-only"] })).toEqual(missing);
  expect(missing.results).toEqual([]);
});

const searcherOf = (name: string) => ({
  retriever_name: name,
  stages: [{ stage_id: "attribute_filter", parameters: { field: "a", value: 1 } }],
});
