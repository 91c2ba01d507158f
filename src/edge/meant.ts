import { invalid } from "../kit/problem";
import type { Route } from "../routes/route";
import type { HouseContext } from "./house";

/** Which namespace a request means. */
export interface Meant {
  /** An id or a name; undefined where only the key can tell. */
  ref: string | undefined;
  /** All of them, where a request names several and its route can answer for several. */
  several?: string[];
  /** Nothing but the agent's id said so: there it stands for the namespace, and for no part of it. */
  byAgent: boolean;
}

/** X-Namespace, else ?namespace=: what every route goes by. */
export const namespaceOf = (c: HouseContext) => c.req.header("x-namespace") || c.req.query("namespace") || undefined;

/**
 * A route of one namespace's own path means that one. Otherwise the header and the query say it; on memory routes then
 * the body's `namespace`, and last `agent_id`, in path, query or body. `sent` reads the body.
 */
export function namespaceMeant(c: HouseContext, route: Route, sent: () => Promise<unknown>): Meant | Promise<Meant> {
  if (route.namespaceIn === "path") return { ref: c.req.param("namespace_identifier"), byAgent: false };
  const ref = namespaceOf(c);
  if (ref?.includes(",") && route.across) return { ref, several: severalOf(ref.split(",")), byAgent: false };
  if (ref !== undefined || route.namespaceIn !== "agent_id") return { ref, byAgent: false };
  return meantByBody(c, route, sent);
}

async function meantByBody(c: HouseContext, route: Route, sent: () => Promise<unknown>): Promise<Meant> {
  const body = route.body ? await sent() : undefined;
  const listed = route.across && valueAt(body, "namespaces");
  if (Array.isArray(listed)) return { ref: undefined, several: severalOf(listed), byAgent: false };
  const named = textAt(body, "namespace");
  if (named !== undefined) return { ref: named, byAgent: false };
  const agent = c.req.param("agent_id") ?? c.req.query("agent_id") ?? textAt(body, "agent_id");
  return { ref: agent, byAgent: agent !== undefined };
}

const mostNamespaces = 10;

/** @throws Problem `invalid` */
function severalOf(refs: readonly unknown[]): string[] {
  const texts = refs.map((ref) => (typeof ref === "string" ? ref.trim() : "")).filter(Boolean);
  if (texts.length === refs.length && texts.length >= 1 && texts.length <= mostNamespaces) return texts;
  throw invalid(`Name one to ${mostNamespaces} namespaces, each by its id or name.`, ["namespaces"]);
}

function valueAt(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
}

function textAt(body: unknown, name: "namespace" | "agent_id"): string | undefined {
  const value = valueAt(body, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
