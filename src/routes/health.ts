import { z } from "zod";
import { route } from "./route";
import { Flag } from "./shapes";

export const version = "0.1.0";

const Services = z
  .object({
    metadata: z.boolean(),
    cell: z.boolean(),
    object_storage: z.boolean(),
    cache: z.boolean(),
    vectors: z.boolean(),
  })
  .partial();
const Health = z
  .object({ status: z.enum(["OK", "DEGRADED"]), data: Services, version: z.string() })
  .meta({ id: "Health" });
const Ready = z.object({ ready: z.boolean(), version: z.string() });
const Alive = z.object({ alive: z.boolean(), version: z.string() });

export const health = [
  route("GET /v1/health", {
    does: "Say whether the service is well; with `deep=true`, ask D1, a cell, R2 and (where there are) Redis and the vector indexes for a sign of life.",
    on: "public",
    query: z.object({ deep: Flag.default(false) }),
    returns: Health,
    run: async (lobby, { query }) => {
      const data = query.deep ? await lobby.probe() : {};
      const well = Object.values(data).every(Boolean);
      return { status: well ? ("OK" as const) : ("DEGRADED" as const), data, version };
    },
  }),
  route("GET /health", {
    does: "Say that the service answers.",
    on: "public",
    returns: z.object({ status: z.string(), healthy: z.boolean(), version: z.string() }),
    run: () => ({ status: "healthy", healthy: true, version }),
  }),
  route("GET /health/live", {
    does: "Say that the process lives.",
    on: "public",
    returns: Alive,
    run: () => ({ alive: true, version }),
  }),
  route("GET /health/ready", {
    does: "Say whether requests can be served.",
    on: "public",
    returns: Ready,
    run: async (lobby) => {
      // Without the shared cache and indexes everything that has to be is still answered.
      const { cache: _, vectors: __, ...needed } = await lobby.probe();
      return { ready: Object.values(needed).every(Boolean), version };
    },
  }),
];
