import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { type AccountKeys, accountKeys } from "./account/keys";
import { type AccountNamespaces, accountNamespaces } from "./account/namespaces";
import { type AccountSettings, accountSettings } from "./account/settings";
import { type AccountUsers, accountUsers, type UserRow } from "./account/users";
import type { KeyRow } from "./keyring";
import { nudge } from "./nudges";
import { organizations } from "./schema";
import { retireSigningKeys } from "./signing";
import { allSweeps, type SweepName, type SweepRow } from "./sweeps";
import { tasksOf } from "./tasks";
import { webhooksOf } from "./webhooks";

export type OrganizationRow = typeof organizations.$inferSelect;
export type { UserRow };

/** The account: namespaces as things, keys, users. It opens no namespace's contents. */
export interface Organization {
  readonly id: Id<"organization">;
  /** The key that is asking. */
  readonly key: KeyRow;
  /** The namespace that the request names, by id or name, where it names one. */
  readonly meant: string | undefined;
  readonly now: number;
  about(): Promise<OrganizationRow | undefined>;
  readonly users: AccountUsers;
  readonly namespaces: AccountNamespaces;
  readonly keys: AccountKeys;
  readonly tasks: ReturnType<typeof tasksOf>;
  readonly webhooks: ReturnType<typeof webhooksOf>;
  /** What holds for all of its namespaces. */
  readonly settings: AccountSettings;
  /** The installation's: receipts that are signed from here on are signed with a new one. */
  rotateSigningKey(): Promise<void>;
  /** The installation's sweeps, in numbers. */
  sweeps(): Promise<SweepRow[]>;
  /** Has one of them run soon, whenever it last did. */
  runSweep(name: SweepName): Promise<void>;
}

export function organization(env: Env, key: KeyRow, now: number, meant: string | undefined): Organization {
  const id = key.organizationId;
  const account = { env, key, now };
  return {
    id,
    key,
    meant,
    now,
    async about() {
      const [row] = await drizzle(env.DB).select().from(organizations).where(eq(organizations.id, id)).limit(1);
      return row;
    },
    users: accountUsers(account),
    namespaces: accountNamespaces(account),
    keys: accountKeys(account),
    tasks: tasksOf(env, id),
    get webhooks() {
      return webhooksOf(env, id, now);
    },
    settings: accountSettings(account),
    rotateSigningKey: () => retireSigningKeys(env, now),
    sweeps: () => allSweeps(env),
    runSweep: (name) => nudge(env, { sweep: name }),
  };
}
