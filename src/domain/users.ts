import { newId } from "../kit/id";
import { iso } from "../kit/iso";
import { Problem } from "../kit/problem";
import type { Organization, UserRow } from "../store/organization";
import type { UserRole, UserStatus } from "../store/schema";
import { protectedName } from "./keys/width";

export interface UserDraft {
  email: string;
  user_name: string;
  avatar_url?: string | null;
  role?: UserRole;
  status?: UserStatus;
  metadata?: Record<string, unknown> | null;
}

export type UserChange = Partial<Omit<UserDraft, "email">>;

export const presentUser = (user: UserRow) => ({
  user_id: user.id,
  email: user.email,
  user_name: user.name,
  avatar_url: user.avatarUrl,
  role: user.role,
  status: user.status,
  metadata: user.metadata,
  created_at: iso(user.createdAt),
  updated_at: iso(user.updatedAt),
});

/** @throws Problem `not_found` */
export async function findUser(organization: Organization, email: string): Promise<UserRow> {
  const user = await organization.users.find(email.toLowerCase());
  if (!user) throw new Problem("not_found", "There is no such user.");
  return user;
}

export const aboutUser = async (organization: Organization, email: string) =>
  presentUser(await findUser(organization, email));

export async function listUsers(
  organization: Organization,
  { skip, ...page }: { skip: number; limit: number; role?: UserRole; status?: UserStatus },
) {
  const { results, total } = await organization.users.list({ offset: skip, ...page });
  return { results: results.map(presentUser), total, skip, limit: page.limit };
}

export async function createUser(organization: Organization, draft: UserDraft) {
  const { now } = organization;
  return presentUser(
    await organization.users.add({
      id: newId("user"),
      email: draft.email.toLowerCase(),
      name: draft.user_name,
      avatarUrl: draft.avatar_url ?? null,
      role: draft.role ?? "member",
      status: draft.status ?? "active",
      metadata: draft.metadata ?? {},
      createdAt: now,
      updatedAt: now,
    }),
  );
}

/**
 * A user who is not active has keys that open nothing; they work again when the user does. No cell is told, since what a
 * cell is told of a key is for ever: another isolate that has just seen a key lets it in for at most ten seconds more.
 */
export async function changeUser(organization: Organization, email: string, change: UserChange) {
  const user = await findUser(organization, email);
  if (user.id === organization.key.userId && (change.status ?? "active") !== "active")
    throw new Problem("forbidden", "A user cannot suspend themselves.");
  if ((change.status ?? "active") !== "active" || (change.role ?? "admin") !== "admin")
    await refuseProtected(organization, user);
  const changed = await organization.users.change(user.id, {
    ...(change.user_name !== undefined && { name: change.user_name }),
    ...(change.avatar_url !== undefined && { avatarUrl: change.avatar_url }),
    ...(change.role !== undefined && { role: change.role }),
    ...(change.status !== undefined && { status: change.status }),
    ...(change.metadata !== undefined && { metadata: change.metadata ?? {} }),
    updatedAt: organization.now,
  });
  if (change.status !== undefined && change.status !== "active") organization.keys.forgetOf(user.id);
  return presentUser(changed ?? user);
}

/** Whoever holds the admin-key stays: without its user it would open nothing, and it is the way back in. */
async function refuseProtected(organization: Organization, user: UserRow): Promise<void> {
  const theirs = await organization.keys.ofUser(user.id);
  if (theirs.some((key) => key.type === "standard" && key.name === protectedName && key.revokedAt === null))
    throw new Problem("forbidden", "The user who holds the admin-key is protected.");
}

/** The user's keys go first, those of pages among them: from the answer on they open nothing. */
export async function deleteUser(organization: Organization, email: string) {
  const user = await findUser(organization, email);
  if (user.id === organization.key.userId) throw new Problem("forbidden", "A user cannot delete themselves.");
  await refuseProtected(organization, user);
  for (const key of await organization.keys.ofUser(user.id))
    if (key.revokedAt === null) await organization.keys.revoke(key);
  await organization.users.change(user.id, { status: "deleted", updatedAt: organization.now });
  organization.keys.forgetOf(user.id);
  return { message: "The user is deleted, and the user's keys are revoked.", success: true };
}
