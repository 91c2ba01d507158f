import { z } from "zod";
import { sweepReports } from "../domain/sweeps";
import { sweepNames } from "../store/sweeps";
import { route } from "./route";
import { Done, Fields, Moment } from "./shapes";

const SweepReport = z
  .object({
    name: z.string(),
    started_at: Moment,
    finished_at: Moment.nullable(),
    report: Fields.nullable(),
    failed: z.boolean(),
  })
  .meta({ id: "SweepReport" });

/** What the one who runs Cordon looks at. */
export const operations = [
  route("GET /.well-known/jwks.json", {
    does: "Read the keys that verify receipts, those that no longer sign included.",
    on: "public",
    returns: z.object({ keys: z.array(Fields) }),
    run: async (lobby) => ({ keys: await lobby.signingKeys() }),
  }),
  route("POST /v1/admin/signing-keys/rotate", {
    does: "Have the next receipt signed by a new key. Receipts that are out go on to verify.",
    on: "organization",
    needs: "admin",
    wide: true,
    returns: Done,
    run: async (organization) => {
      await organization.rotateSigningKey();
      return { message: "The next receipt will be signed by a new key.", success: true };
    },
  }),
  route("POST /v1/admin/sweeps", {
    does: "Have a sweep run at once, whenever it last ran. GET /v1/admin/sweeps says what it did.",
    on: "organization",
    needs: "admin",
    wide: true,
    body: z.strictObject({ sweep: z.enum(sweepNames) }),
    returns: Done,
    run: async (organization, { body }) => {
      await organization.runSweep(body.sweep);
      return { message: "The sweep will run in a moment.", success: true };
    },
  }),
  route("GET /v1/admin/sweeps", {
    does: "Say when each sweep last ran and how much it did.",
    on: "organization",
    needs: "admin",
    wide: true,
    returns: z.object({ sweeps: z.array(SweepReport) }),
    run: async (organization) => ({ sweeps: await sweepReports(organization) }),
  }),
];
