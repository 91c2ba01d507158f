import { isId } from "../kit/id";
import { iso, isoOrNull } from "../kit/iso";
import { Problem } from "../kit/problem";
import type { Organization } from "../store/organization";
import { type Need, need } from "../store/permits";
import { reachesNamespace, reachesOrganization } from "../store/scope";
import type { TaskRow } from "../store/tasks";
import { type ListRequest, pageOf } from "./page";

export interface TaskListRequest extends ListRequest {
  status?: string | null;
  task_type?: string | null;
}

/** What the caller may see, or stop: tasks it asked for, and those of namespaces that it reaches and that the request means. */
async function visible({ key, meant, namespaces }: Organization, wanted: Need) {
  const wide = reachesOrganization(key, wanted);
  const within =
    meant === undefined || isId("namespace", meant) ? meant : ((await namespaces.find(meant, wanted))?.id ?? null);
  return async ({ namespaceId: id, keyId }: TaskRow): Promise<boolean> => {
    if (within !== undefined && id !== within) return false;
    if (wide || keyId === key.id) return true;
    return reachesNamespace(key, wanted, (await namespaces.find(id, wanted)) ?? { id, name: id });
  };
}

export async function aboutTask(organization: Organization, id: string) {
  return present(await seen(organization, id));
}

async function seen(organization: Organization, id: string, wanted = need("read")): Promise<TaskRow> {
  const task = await organization.tasks.find(id);
  if (task && (await (await visible(organization, wanted))(task))) return task;
  throw new Problem("not_found", "There is no such task.");
}

export async function listTasks(organization: Organization, request: TaskListRequest) {
  const { status, task_type: type } = request;
  const isVisible = await visible(organization, need("read"));
  const seen: ReturnType<typeof present>[] = [];
  for (const task of await organization.tasks.all()) {
    const asked = (!status || task.status === status) && (!type || task.kind === type);
    if (asked && (await isVisible(task))) seen.push(present(task));
  }
  return pageOf(`tasks ${organization.id}`, "task_id", seen, request);
}

/** Stops a task before its next step; what it has done stays. One that is over stays as it is. */
export async function cancelTask(organization: Organization, id: string) {
  const task = await seen(organization, id, need("delete"));
  if (task.kind === "namespace_delete" && task.dueAt !== null)
    throw new Problem("conflict", "A deletion cannot be stopped once it has begun.");
  const stopped = await organization.tasks.cancel(task.id, organization.now);
  return { success: true, message: stopped ? "The task is stopped." : "The task was over already.", task_id: task.id };
}

/** A deletion, with its receipt once it is done. */
export async function aboutDeletion(organization: Organization, id: string) {
  const task = await seen(organization, id);
  if (task.kind !== "namespace_delete") throw new Problem("not_found", "There is no such deletion.");
  const { receipt, ...erased } = task.result ?? {};
  return {
    ...present(task),
    erasure: task.result ? erased : null,
    receipt: typeof receipt === "string" ? receipt : null,
  };
}

export function present(task: TaskRow) {
  const { done, total } = task;
  return {
    task_id: task.id,
    task_type: task.kind,
    status: task.status,
    namespace_id: task.namespaceId,
    inputs: [task.input],
    outputs: task.result ? [task.result] : [],
    progress: { done, total, percent: total ? Math.min(100, Math.floor((100 * done) / total)) : null },
    additional_data: { attempts: task.attempts },
    error: task.error,
    created_at: iso(task.createdAt),
    updated_at: iso(task.updatedAt),
    finished_at: isoOrNull(task.finishedAt),
  };
}
