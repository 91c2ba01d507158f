import { expect, test } from "vitest";
import { MemoryClient, MemoryError } from "./example/client";
import { TenantMemoryService } from "./example/tenant-memory-service";
import { app, bindings, organization } from "./tenant";

const connect = (apiKey: string, headers?: Record<string, string>) =>
  new MemoryClient({
    baseUrl: "http://localhost:3300",
    apiKey,
    ...(headers && { headers }),
    fetch: async (url, init) => app.request(url, init, bindings),
  });

test("the published service's day: sign up, remember, recall, audit, offboard", async () => {
  const admin = connect((await organization()).key);
  const keys = new Map<string, string>();
  const service = new TenantMemoryService(admin, (tenantId) => keys.get(tenantId), connect);
  for (const tenantId of ["acme-corp", "betacorp"])
    keys.set(tenantId, await admin.createNamespaceKey(await service.provisionTenant(tenantId), "backend"));
  // A sign-up that comes twice is one tenant.
  await service.provisionTenant("betacorp");
  await service.storeMemory("acme-corp", "Q3 roadmap: Omega feature in September", {
    importance: 0.9,
    tags: ["roadmap", "confidential"],
  });
  await service.storeMemory("betacorp", "Competitor analysis: Acme Corp", { importance: 0.9 });

  // The page's two mistakes are corrected: results lie under `memories`, and namespaces are names.
  const results = await service.recall("acme-corp", "Q3 product roadmap");
  expect(results.memories.map((memory) => `[${memory.importance}] ${memory.content}`)).toEqual([
    "[0.9] Q3 roadmap: Omega feature in September",
  ]);
  expect((await service.recall("betacorp", "company plans")).memories).toEqual([]);
  const namespaces = await service.listNamespaces();
  expect(namespaces.toSorted()).toEqual(["tenant-acme-corp", "tenant-betacorp"]);
  expect(await service.getMemoryPolicy("acme-corp")).toMatchObject({ min_importance: 0.01 });

  const stranger = connect(keys.get("betacorp") ?? "");
  const refused = stranger.recall("tenant-acme-corp", "roadmap");
  await expect(refused).rejects.toThrow(MemoryError);
  await expect(refused).rejects.toMatchObject({ status: 403, code: "NAMESPACE_ACCESS_DENIED", message: "forbidden" });

  await service.offboardTenant("acme-corp");
  expect(await service.listNamespaces()).toEqual(["tenant-betacorp"]);
  await expect(service.recall("acme-corp", "roadmap")).rejects.toThrow("revoked");
});

test("a customer of a business is a label inside its namespace, named by a header", async () => {
  const admin = connect((await organization()).key);
  await admin.createNamespace("tenant-7");
  const key = await admin.createNamespaceKey("tenant-7", "backend");
  const backend = connect(key, { "x-namespace": "tenant-7" });
  await backend.storeMemory("customer-c_9k2m", { content: "Prefers e-mail." });
  await backend.storeMemory("customer-c_1abc", { content: "Prefers the phone." });
  const asked = await backend.recall("customer-c_9k2m", "what does the customer prefer");
  expect(asked.memories.map(({ content }) => content)).toEqual(["Prefers e-mail."]);
  // Without the header the agent's id names a namespace, and this one has no such.
  await expect(connect(key).recall("customer-c_9k2m", "prefer")).rejects.toMatchObject({ status: 403 });
  const whole = await connect(key).recall("tenant-7", "what do customers prefer");
  expect(whole.memories).toHaveLength(2);
});

test("storing founds a namespace for an admin key where the organization has said so, and never for a tenant's", async () => {
  const home = await organization();
  const admin = connect(home.key);
  await expect(admin.storeMemory("tenant-new", { content: "one" })).rejects.toMatchObject({
    status: 404,
    code: "NAMESPACE_NOT_FOUND",
  });
  await home.call("PATCH", "/v1/organizations", { auto_create_namespaces: true });
  await admin.createNamespace("tenant-7");
  const tenantKey = connect(await admin.createNamespaceKey("tenant-7", "backend"));
  await expect(tenantKey.storeMemory("tenant-new", { content: "one" })).rejects.toMatchObject({ status: 403 });
  await expect(admin.storeMemory("not a name", { content: "one" })).rejects.toMatchObject({ status: 404 });
  await expect(admin.recall("tenant-new", "one")).rejects.toMatchObject({ status: 404 });
  expect(await admin.listNamespaces()).toEqual(["tenant-7"]);
  await Promise.all([1, 2, 3].map((n) => admin.storeMemory("tenant-new", { content: `number ${n}` })));
  expect((await admin.listNamespaces()).toSorted()).toEqual(["tenant-7", "tenant-new"]);
  expect((await admin.recall("tenant-new", "number")).memories).toHaveLength(3);
});
