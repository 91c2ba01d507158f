import { Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import { routes as everyRoute } from "../routes";
import type { Route } from "../routes/route";
import { type Answer, json } from "./answer";
import { countAnswer } from "./counting";
import { commonHeaders, tellStanding } from "./headers";
import type { House, HouseContext, Walk } from "./house";
import { logRequest } from "./log";
import { asProblem, honoPath, mount, refuse } from "./mount";
import { openApiDocument } from "./openapi";
import { answerPreflight, readableOrigin, tellOrigin } from "./origins";
import { answerProblem } from "./problems";
import { requestIdOf } from "./request-id";
import { Routers } from "./router";

type Work = (c: HouseContext) => Promise<Answer>;

/**
 * The house as HTTP sees it. Every request takes the same walk; what a route adds is its `work`.
 * `clock` gives milliseconds since 1970; tests bring their own.
 */
export function createApp({
  clock = Date.now,
  routes = everyRoute,
}: {
  clock?: () => number;
  routes?: readonly Route[];
} = {}) {
  const app = new Hono<House>({ router: new Routers() });
  const walked = (work: Work) => (c: HouseContext) => walk(c, clock(), work);

  app.get(
    "/openapi.json",
    walked(async () => json(openApiDocument())),
  );
  for (const route of routes) app.on(route.method, honoPath(route.path), walked(mount(route)));
  // Asked only when no route answers: a second handler on each path would have Hono compose them for every request.
  const paths = new TrieRouter<string>();
  for (const { path } of routes) paths.add("ALL", honoPath(path), path);
  app.notFound(walked((c) => refuse(c, paths.match("ALL", c.req.path)[0][0]?.[0])));
  return app;
}

/** The walk every request takes: who asks and from where, the work or the refusal, one response, one line in the log. */
async function walk(c: HouseContext, now: number, work: Work): Promise<Response> {
  const origin = readableOrigin(c.req.header("origin"));
  if (c.req.method === "OPTIONS" && origin !== undefined) return answerPreflight(origin);
  const requestId = requestIdOf(c.req.header("x-request-id"));
  const taken: Walk = { requestId, now, origin };
  c.set("walk", taken);
  const start = performance.now();
  const { status, body, type, headers } = await work(c).catch((error) => answerProblem(asProblem(error), requestId));
  const response = new Response(body, { status, headers: commonHeaders(type, taken) });
  const told = response.headers;
  told.set("x-request-id", requestId);
  if (taken.origin !== undefined) tellOrigin(told, taken.origin);
  tellStanding(told, taken);
  for (const name in headers) told.set(name, headers[name] ?? "");
  const durationMs = performance.now() - start;
  logRequest(c, status, durationMs);
  countAnswer(c, taken, { status, bytes: typeof body === "string" ? body.length : 0, durationMs });
  return response;
}

export const app = createApp();
