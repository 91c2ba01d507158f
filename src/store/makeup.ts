import { drizzle } from "drizzle-orm/d1";
import { forgetNamespace, type NamespaceRow } from "./namespaces";
import { barePass, type Plot } from "./plot";
import { served } from "./refused";
import { rows } from "./rows";
import { namespaces } from "./schema";

/** What a namespace is founded with, and its cell has to know of. */
export type Makeup = Pick<NamespaceRow, "featureExtractors" | "payloadIndexes">;

/** The row first: a cell that was not told learns of it when they are settled again. */
export async function settle(env: Env, plot: Plot, makeup: Makeup): Promise<void> {
  const mine = rows(drizzle(env.DB), namespaces, { organizationId: plot.key.organizationId, id: plot.id });
  await served(plot.cell.admit(barePass(plot)));
  await mine.change(plot.id, { ...makeup, updatedAt: plot.now });
  await served(plot.cell.declareIndexes(barePass(plot), makeup.payloadIndexes));
  forgetNamespace(plot.id);
}
