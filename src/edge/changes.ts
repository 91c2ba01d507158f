import type { Route } from "../routes/route";
import { tellListeners } from "../store/listeners";
import { contextOf } from "./auth";
import type { HouseContext } from "./house";

/** After a change of configuration: its events are in D1 already, and somebody may be waiting for them. */
export function tellOfChange(c: HouseContext, { need, category }: Route): void {
  if (need.permission === "read" || category !== "metadata") return;
  const { key, now } = c.get("walk");
  const context = contextOf(c);
  if (key && context) context.waitUntil(tellListeners(c.env, key.organizationId, now).catch(console.error));
}
