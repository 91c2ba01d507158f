import type { SweepCounts } from "../../cell/memory/contract";
import { cellOf } from "../cells";
import type { OrganizationSettings } from "../schema";
import { changeSettings, decayOf, settingsOf } from "../settings";
import { type Account, accountPass, firstNamespaces } from "./account";

export interface AccountSettings {
  get(): Promise<OrganizationSettings>;
  change(changes: OrganizationSettings): Promise<OrganizationSettings>;
  /** What the sweeps of memories have done, namespace by namespace; of the first hundred. */
  sweeps(): Promise<SweepCounts[]>;
}

export function accountSettings(account: Account): AccountSettings {
  const {
    env,
    key: { organizationId: id },
    now,
  } = account;
  return {
    get: () => settingsOf(env, id, now),
    change: (changes) => changeSettings(env, id, changes, now),
    async sweeps() {
      const first = await firstNamespaces(account, 100);
      const pass = accountPass(account);
      const decay = await decayOf(env, id, now);
      const told = await Promise.all(first.map((row) => cellOf(env, row.id).remember(pass, "decayStats", "{}", decay)));
      return told.flatMap((text) => (typeof text === "string" ? JSON.parse(text) : []));
    },
  };
}
