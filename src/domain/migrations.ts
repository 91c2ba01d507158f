import { newestSchema } from "../cell/migrations";
import { invalid } from "../kit/problem";
import type { Namespace } from "../store/namespace";

/**
 * Brings a namespace's tables to another version, or says what that would take. All steps or none: one that fails
 * leaves the version there was at work. A namespace that was brought back stays there until it is asked for a newer.
 */
export async function migrateNamespace(
  namespace: Pick<Namespace, "id" | "migrate">,
  { target, dryRun }: { target: number; dryRun: boolean },
) {
  const done = await namespace.migrate(target, dryRun);
  if (!done)
    throw invalid(
      `There is no way from this namespace's version to version ${target}. The newest is ${newestSchema}; a step that the present code cannot do without has no way back.`,
      ["body", "target_version"],
    );
  return {
    namespace_id: namespace.id,
    status: dryRun ? ("planned" as const) : ("completed" as const),
    dry_run: dryRun,
    from_version: done.from,
    target_version: done.to,
    schema_version: dryRun ? done.from : done.to,
    newest_version: newestSchema,
    steps: done.steps.map(({ from, to, does }) => ({ from_version: from, to_version: to, description: does })),
  };
}
