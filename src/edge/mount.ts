import type { Hono } from "hono";
import { z } from "zod";
import { Problem } from "../kit/problem";
import type { Route } from "../routes/route";
import { lobby } from "../store/lobby";
import { authenticate } from "./auth";
import { readJson } from "./body";
import type { House, HouseContext } from "./house";
import { invalidInput, validate } from "./validate";

/** `{names}` in braces, as the contract writes them, are Hono's `:names`. */
const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ":$1");

/** Makes a route answer: who is it, may they, what do they say, do it, and of what comes out only what the contract names. */
export function mount(app: Hono<House>, route: Route): void {
  // The only place where a route's handle and input lose their types: `route()` has checked that they fit.
  const run = route.run as (handle: unknown, input: unknown) => Promise<unknown>;
  app.on(route.method, honoPath(route.path), async (c) => {
    const output = await walk(c, route, run);
    return c.body(JSON.stringify(contracted(route, output)), route.status, { "content-type": "application/json" });
  });
}

/** What leaves is what the contract names. That a route says something else is our fault, not the caller's. */
function contracted(route: Route, output: unknown): unknown {
  const parsed = route.returns.safeParse(output);
  if (parsed.success) return parsed.data;
  throw new Error(`${route.method} ${route.path} answered outside of its contract`, { cause: parsed.error });
}

/** For a path that some route has: told apart from a path that none has. */
export function refuseOtherMethods(app: Hono<House>, path: string): void {
  app.all(honoPath(path), (c) => {
    throw new Problem("method_not_allowed", `${path} does not answer ${c.req.method}. See /openapi.json.`);
  });
}

async function walk(c: HouseContext, route: Route, run: (handle: unknown, input: unknown) => Promise<unknown>) {
  if (route.on === "public") return run(lobby(c.env), await inputOf(c, route));
  const grant = await authenticate(c, route);
  if (route.on === "key") return run(grant.key, await inputOf(c, route));
  if (route.on === "organization") {
    const organization = grant.organization(route.need, { wide: route.wide });
    return run(organization, await inputOf(c, route));
  }
  // The input is read once, whatever the door has to repeat.
  let input: unknown;
  return grant.enter(namespaceOf(c), route.need, async (namespace) => {
    c.get("walk").namespaceId = namespace.id;
    input ??= await inputOf(c, route);
    return run(namespace, input);
  });
}

async function inputOf(c: HouseContext, route: Route) {
  const params = validate("params", route.params, c.req.param());
  const query = validate("query", route.query, c.req.query());
  const body = route.body && validate("body", route.body, await readJson(c));
  return { params, query, body };
}

const namespaceOf = (c: HouseContext) => c.req.header("x-namespace") || c.req.query("namespace") || undefined;

/** A contract's own check that a route makes while it runs, told as what it is: bad input. */
export const asProblem = (error: unknown) => (error instanceof z.ZodError ? invalidInput("body", error) : error);

export const routeNotFound = () => new Problem("route_not_found", "There is no such path. See /openapi.json.");
