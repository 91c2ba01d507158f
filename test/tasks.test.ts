import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { kinds } from "../src/jobs/kinds";
import type { Id } from "../src/kit/id";
import { claimTask, saveTask } from "../src/store/tasks";
import { bindings, caller, clock, drain, tenant } from "./tenant";

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

test("what a task kept between its steps goes when it ends, however it ends", async () => {
  const ada = await tenant();
  const admin = caller(ada.key);
  const minted = (await admin("POST", "/v1/organizations/api-keys", { name: "maker", permissions: ["admin"] })).body;
  /** A clone that somebody began to make, and laid aside. */
  const begun = async (key: string, namespace_name: string): Promise<Id<"task">> => {
    const { task_id } = (await caller(key)("POST", "/v1/namespaces/main/clone", { namespace_name })).body;
    const task = await claimTask(bindings, task_id, clock.now);
    if (!task) throw new Error("nothing to do");
    const step = await kinds.namespace_clone.step(bindings, task, clock.now);
    await saveTask(bindings, task, { ...step, leasedUntil: 0 }, clock.now);
    expect(await stateOf(task_id)).toContain(ada.collectionId);
    return task_id;
  };
  const stateOf = (id: string) => env.DB.prepare("SELECT state FROM tasks WHERE id = ?").bind(id).first("state");
  const statusOf = async (id: string) => (await admin("GET", `/v1/tasks/${id}`)).body.status;
  const stopped = await begun(ada.key, "stopped");
  await admin("DELETE", `/v1/tasks/${stopped}`);
  expect([await statusOf(stopped), await stateOf(stopped)]).toEqual(["CANCELED", null]);
  const failed = await begun(minted.key, "failed");
  await admin("DELETE", `/v1/organizations/api-keys/${minted.key_id}`);
  await drain();
  expect([await statusOf(failed), await stateOf(failed)]).toEqual(["FAILED", null]);
  const forced = await begun(ada.key, "forced");
  await admin("DELETE", "/v1/namespaces/main?force=true");
  expect([await statusOf(forced), await stateOf(forced)]).toEqual(["CANCELED", null]);
});
