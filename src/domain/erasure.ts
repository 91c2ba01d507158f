import { z } from "zod";
import { newId } from "../kit/id";
import { iso } from "../kit/iso";
import type { Census, Erasure } from "../store/erasure";
import type { Step, TaskRow } from "../store/tasks";

const State = z.object({ counted: z.record(z.string(), z.record(z.string(), z.int())) });

/** What may still be held when a receipt is signed, and for how long at most; of stores that are in use. */
const retained = [
  { store: "metadata", what: "point-in-time recovery of D1", days: 30 },
  { store: "cell", what: "point-in-time recovery of Durable Objects", days: 30 },
  {
    store: "vectors",
    what: "vectors that were on their way when the namespace was closed, until the next sweep",
    days: 1,
  },
  { store: "cache", what: "answers that were on their way when the namespace was closed", days: 1 },
];

/**
 * One step of a deletion. What there is to erase is counted and written down first: a step that was cut short and is
 * done again finds less, and the receipt still says how much there was.
 */
export async function eraseStep(erasure: Erasure, task: TaskRow, now: number): Promise<Step> {
  if (task.state === null) {
    await erasure.retire();
    return { done: 0, total: 1, state: { counted: await erasure.count() } };
  }
  const { counted } = State.parse(task.state);
  await erasure.wipeCell();
  while (await erasure.wipeObjects());
  await erasure.wipeVectors();
  await erasure.wipeAnswers();
  await erasure.wipeRows();
  const receipt = receiptOf(task, counted, now);
  return { result: { ...receipt, receipt: await erasure.sign(receipt) } };
}

/** What was erased, for whom and when. It names nothing that was the tenant's own: ids and numbers only. */
function receiptOf(task: TaskRow, counted: Census, now: number) {
  const erased = Object.entries(counted).flatMap(([store, counts]) =>
    Object.entries(counts).map(([what, count]) => ({ store, what, count })),
  );
  return {
    receipt_id: newId("receipt"),
    task_id: task.id,
    organization_id: task.organizationId,
    namespace_id: task.namespaceId,
    requested_at: iso(task.createdAt),
    erased_at: iso(now),
    erased,
    retained_until: retained
      .filter(({ store }) => store in counted)
      .map(({ store, what, days }) => ({ store, what, until: iso(now + days * 86_400_000) })),
  };
}
