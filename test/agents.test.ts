import { expect, test } from "vitest";
import { caller, clock, organization } from "./tenant";

test("an agent that is made founds its namespace, once, and is listed before it has said anything", async () => {
  const admin = await organization();
  const make = (agent_id: unknown) => admin.call("POST", "/v1/agents", { agent_id });
  expect(await make("helper")).toMatchObject({
    status: 201,
    body: { agent_id: "helper", namespace: "helper", created: true },
  });
  clock.now += 1000;
  expect(await make("helper")).toMatchObject({ status: 200, body: { agent_id: "helper", created: false } });
  const listed = async () => (await admin.call("GET", "/v1/agents")).body;
  expect(await listed()).toMatchObject([{ agent_id: "helper", namespace: "helper", memory_count: 0 }]);
  await admin.call("POST", "/v1/memory/store", { agent_id: "helper", content: "It rains." });
  expect(await listed()).toMatchObject([{ agent_id: "helper", memory_count: 1, vector_count: 1 }]);
  for (const wrong of ["a/b", "", "system_x", "-x", 7, null, "x".repeat(129)]) {
    const refused = await make(wrong);
    expect(refused.status, JSON.stringify(wrong)).toBe(400);
  }
  expect((await admin.call("GET", "/v1/namespaces")).body.namespaces).toEqual(["helper"]);
});

test("beside a namespace's name an agent is a label in it, and goes when it is erased", async () => {
  const admin = await organization();
  await admin.call("POST", "/v1/namespaces", { name: "main" });
  const { key } = (await admin.call("POST", "/v1/namespaces/main/keys", { name: "worker" })).body;
  const inside = caller(key, "main");
  const make = (agent_id: string) => inside("POST", "/v1/agents", { agent_id });
  expect(await make("ann")).toMatchObject({ status: 201, body: { agent_id: "ann", namespace: "main", created: true } });
  expect(await make("ann")).toMatchObject({ status: 200, body: { created: false } });
  await inside("POST", "/v1/memory/store", { agent_id: "bob", content: "It rains." });
  expect(await make("bob")).toMatchObject({ status: 200, body: { created: false } });
  const names = async () => (await inside("GET", "/v1/agents")).body.map((one: { agent_id: string }) => one.agent_id);
  expect((await names()).sort()).toEqual(["ann", "bob"]);
  await inside("DELETE", "/v1/memories/forget/batch", { agent_id: "ann" });
  expect(await names()).toEqual(["bob"]);
  // A key for one namespace founds no other.
  const alone = caller(key);
  expect((await alone("POST", "/v1/agents", { agent_id: "elsewhere" })).status).toBe(403);
  expect((await admin.call("GET", "/v1/namespaces")).body.namespaces).toEqual(["main"]);
});

test("where no namespace is named, agents are listed of all that the key opens and of no other", async () => {
  const admin = await organization();
  for (const name of ["one", "two", "three"])
    await admin.call("POST", "/v1/memory/store", { agent_id: name, content: "x" }, { "x-namespace": name });
  expect((await admin.call("GET", "/v1/agents")).body).toEqual([]);
  for (const name of ["one", "two", "three"]) await admin.call("POST", "/v1/agents", { agent_id: name });
  const body = { name: "some", namespaces: ["one", "three"], scope: "read" };
  const { key } = (await admin.call("POST", "/admin/keys", body)).body;
  const seen = async (key: string, headers = {}) =>
    (await caller(key)("GET", "/v1/agents", undefined, headers)).body.map(
      (one: { namespace: string }) => one.namespace,
    );
  expect(await seen(admin.key)).toEqual(["one", "two", "three"]);
  expect(await seen(key)).toEqual(["one", "three"]);
  expect(await seen(key, { "x-namespace": "three,one" })).toEqual(["three", "one"]);
  const refused = await caller(key)("GET", "/v1/agents", undefined, { "x-namespace": "one,two" });
  expect(refused.status).toBe(403);
  await admin.call("DELETE", "/v1/namespaces/one");
  expect(await seen(key)).toEqual(["three"]);
});
