import { expect, test } from "vitest";
import { caller, drain, tenant } from "./tenant";

test("a task is stopped by who may delete in its namespace, and seen by who may read there; stopped, it does no more", async () => {
  const ada = await tenant();
  const admin = caller(ada.key);
  await admin("POST", "/v1/namespaces", { name: "elsewhere" });
  const { task_id } = (await admin("POST", "/v1/namespaces/main/clone", { namespace_name: "copy" })).body;
  const scope = (resource_id: string, ...operations: string[]) => ({
    resource_type: "namespace",
    resource_id,
    operations,
  });
  const scopes = [scope("main", "read"), scope("elsewhere", "delete")];
  const { key } = (await admin("POST", "/v1/organizations/api-keys", { name: "reader", scopes })).body;
  const path = `/v1/tasks/${task_id}`;
  expect(await caller(key)("GET", path)).toMatchObject({ status: 200, body: { status: "PENDING" } });
  expect(await caller(key)("DELETE", path)).toMatchObject({ status: 404 });
  expect(await admin("DELETE", path)).toMatchObject({ status: 200, body: { message: "The task is stopped." } });
  await drain();
  expect((await admin("GET", path)).body).toMatchObject({ status: "CANCELED" });
  expect(await admin("GET", "/v1/namespaces/copy")).toMatchObject({ status: 404 });
  expect((await admin("DELETE", path)).body).toMatchObject({ message: "The task was over already." });
});
