import { Hono } from "hono";
import { routes } from "../routes";
import type { House } from "./house";
import { tellLimits } from "./limits";
import { logRequest } from "./log";
import { asProblem, mount, refuseOtherMethods, routeNotFound } from "./mount";
import { openApiDocument } from "./openapi";
import { answerPreflight, readableOrigin, tellOrigin } from "./origins";
import { answerProblem } from "./problems";
import { requestIdOf } from "./request-id";

/** The walk every request takes. `clock` gives milliseconds since 1970; tests bring their own. */
export function createApp({ clock }: { clock: () => number } = { clock: Date.now }) {
  const app = new Hono<House>();

  app.onError((error, c) => answerProblem(asProblem(error), c));
  app.notFound((c) => answerProblem(routeNotFound(), c));

  app.use(async (c, next) => {
    const requestId = requestIdOf(c.req.header("x-request-id"));
    const origin = readableOrigin(c.req.header("origin"));
    c.set("walk", { requestId, now: clock(), origin });
    if (c.req.method === "OPTIONS" && origin !== undefined) return answerPreflight(origin);
    const start = performance.now();
    await next();
    const response = c.res;
    response.headers.set("x-request-id", requestId);
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-content-type-options", "nosniff");
    tellOrigin(response, c.get("walk").origin);
    tellLimits(response, c.get("walk"));
    logRequest(c, performance.now() - start);
  });

  app.get("/openapi.json", (c) => c.json(openApiDocument()));
  for (const route of routes) mount(app, route);
  for (const path of new Set(routes.map((route) => route.path))) refuseOtherMethods(app, path);
  return app;
}

export const app = createApp();
