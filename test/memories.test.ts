import { expect, test } from "vitest";
import { caller, organization } from "./tenant";

/** An account with the two tenants of the published page, each with a key of its own. */
async function tenants() {
  const admin = await organization();
  const scoped = async (name: string) => {
    await admin.call("POST", "/v1/namespaces", { name });
    const scopes = [{ resource_type: "namespace", resource_id: name }];
    const made = await admin.call("POST", "/v1/organizations/api-keys", { name, permissions: ["delete"], scopes });
    return caller(made.body.key);
  };
  return { admin, acme: await scoped("tenant-acme-corp"), betacorp: await scoped("tenant-betacorp") };
}

test("the published page's calls answer as printed", async () => {
  const { admin, acme, betacorp } = await tenants();
  const stored = await acme("POST", "/v1/memory/store", {
    agent_id: "tenant-acme-corp",
    content: "Acme Corp Q3 roadmap: launch Omega feature in September. Team of 4 engineers.",
    importance: 0.9,
    tags: ["roadmap", "confidential"],
  });
  expect(stored).toMatchObject({
    status: 200,
    body: { memory: { agent_id: "tenant-acme-corp", importance: 0.9, tags: ["roadmap", "confidential"] } },
  });
  const recalled = await acme("GET", "/v1/memory/recall?agent_id=tenant-acme-corp&query=Q3+roadmap&top_k=5");
  expect(recalled).toMatchObject({
    status: 200,
    body: { memories: [{ importance: 0.9, memory: { id: stored.body.memory.id } }] },
  });
  const refused = await betacorp("GET", "/v1/memory/recall?agent_id=tenant-acme-corp&query=roadmap");
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({
    error: "forbidden",
    message: "Key not authorized for namespace tenant-acme-corp",
    code: "NAMESPACE_ACCESS_DENIED",
  });
  const never = await betacorp("GET", "/v1/memory/recall?agent_id=tenant-never-was&query=roadmap");
  expect({ ...never.body, message: "", details: "", instance: "" }).toEqual({
    ...refused.body,
    message: "",
    details: "",
    instance: "",
  });
  const gone = await admin.call("DELETE", "/v1/namespaces/tenant-acme-corp");
  expect(gone.status).toBe(200);
  expect((await acme("GET", "/v1/memory/recall?agent_id=tenant-acme-corp&query=roadmap")).status).toBe(401);
});
