import { runAlertTask } from "../domain/alerts/run";
import { cloneStep } from "../domain/clones";
import { eraseStep } from "../domain/erasure";
import { moveStep } from "../domain/vector-moves";
import { cloneOf } from "../store/clones";
import { byTask } from "../store/door";
import { erasureOf } from "../store/erasure";
import { need } from "../store/permits";
import type { TaskKind } from "../store/schema-work";
import type { Step, TaskRow } from "../store/tasks";
import { moverOf } from "../store/vector-moves";

interface Kind {
  step(env: Env, task: TaskRow, now: number): Promise<Step>;
  /** After how many failures in a row it is given up; null for what must be done however long it takes. */
  giveUpAfter: number | null;
}

/** Each kind of task: its next step. A step ends soon, and may be done twice. */
export const kinds: Record<TaskKind, Kind> = {
  namespace_delete: { step: (env, task, now) => eraseStep(erasureOf(env, task, now), task, now), giveUpAfter: null },
  namespace_clone: {
    step: async (env, task, now) => cloneStep(await byTask(env, task, now), cloneOf(env, task, now), task),
    giveUpAfter: 10,
  },
  // What waits for a service that is down waits as long as that takes.
  vectors_move: { step: (env, task) => moveStep(moverOf(env, task), task), giveUpAfter: null },
  alert_run: { step: alertStep, giveUpAfter: 5 },
};

/** With the rights that the key which made the alert has now. */
async function alertStep(env: Env, task: TaskRow, now: number): Promise<Step> {
  const grant = await byTask(env, task, now);
  return grant.enter(task.namespaceId, need("read", "execute_retriever"), (namespace) => runAlertTask(namespace, task));
}
