import { z } from "zod";
import { aboutDeletion, aboutTask, cancelTask, listTasks } from "../domain/tasks";
import { taskKinds, taskStatuses } from "../store/schema-work";
import { route } from "./route";
import { Done, Fields, ListFields, Moment, PageQuery, Pagination, Ref } from "./shapes";

const Task = z
  .object({
    task_id: z.string(),
    task_type: z.enum(taskKinds),
    status: z.enum(taskStatuses),
    namespace_id: z.string(),
    inputs: z.array(z.unknown()),
    outputs: z.array(z.unknown()),
    progress: z.object({ done: z.int(), total: z.int().nullable(), percent: z.int().nullable() }),
    additional_data: Fields,
    error: z.string().nullable(),
    created_at: Moment,
    updated_at: Moment,
    finished_at: Moment.nullable(),
  })
  .meta({ id: "Task" });

const TaskPath = z.object({ task_id: Ref });

const TaskQuestion = z
  .object({ ...ListFields, status: z.enum(taskStatuses).nullish(), task_type: z.string().max(64).nullish() })
  .optional()
  .transform((body) => ({ ...body, sort: body?.sort ?? body?.sorts?.[0] ?? null }));

export const tasks = [
  route("GET /v1/tasks/{task_id}", {
    does: "Read one task: how far it is and, once it is over, what came of it.",
    on: "organization",
    params: TaskPath,
    returns: Task,
    run: (organization, { params }) => aboutTask(organization, params.task_id),
  }),
  route("POST /v1/tasks/list", {
    does: "List the tasks of the namespaces that the key may see, or of the one that the request names.",
    on: "organization",
    query: PageQuery,
    body: TaskQuestion,
    returns: z.object({ results: z.array(Task), pagination: Pagination, total_count: z.int() }),
    run: (organization, { query, body }) => listTasks(organization, { ...query, ...body }),
  }),
  route("DELETE /v1/tasks/{task_id}", {
    does: "Stop a task before its next step. What it has done stays done.",
    on: "organization",
    needs: "delete",
    params: TaskPath,
    returns: Done.extend({ task_id: z.string() }),
    run: (organization, { params }) => cancelTask(organization, params.task_id),
  }),
  route("GET /v1/namespaces/deletions/{task_id}", {
    does: "Read one deletion, and its receipt once everything is erased: a JWS that /.well-known/jwks.json verifies.",
    on: "organization",
    operation: "list_namespaces",
    params: TaskPath,
    returns: Task.extend({ erasure: Fields.nullable(), receipt: z.string().nullable() }),
    run: (organization, { params }) => aboutDeletion(organization, params.task_id),
  }),
];
