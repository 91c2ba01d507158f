import type { Control, StandIn } from "./control.ts";
import { isObject } from "./json.ts";

/**
 * A stand-in that is steered over HTTP too, by whoever reaches it: `GET` and `POST /__control` (what of it is to change),
 * `GET` and `DELETE /__log`. `null` is no bound.
 */
export function steered({ fetch, control, log }: StandIn): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/__control") {
      if (request.method === "POST") change(control, await request.json());
      return Response.json(control);
    }
    if (pathname === "/__log") {
      const told = Response.json(log);
      if (request.method === "DELETE") log.length = 0;
      return told;
    }
    return fetch(request);
  };
}

function change(control: Control, sent: unknown): void {
  if (!isObject(sent)) return;
  const known = Object.entries(sent).filter(([name]) => Object.hasOwn(control, name));
  Object.assign(control, Object.fromEntries(known.map(([name, value]) => [name, value ?? Number.POSITIVE_INFINITY])));
}
