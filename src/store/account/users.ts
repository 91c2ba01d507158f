import { and, asc, eq, ne } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../../kit/id";
import { type PageOf, rows } from "../rows";
import { type UserRole, type UserStatus, users } from "../schema";
import type { Account } from "./account";

export type UserRow = typeof users.$inferSelect;

export interface AccountUsers {
  list(page: { limit: number; offset: number; role?: UserRole; status?: UserStatus }): Promise<PageOf<UserRow>>;
  find(email: string): Promise<UserRow | undefined>;
  add(draft: Omit<typeof users.$inferInsert, "organizationId">): Promise<UserRow>;
  change(id: Id<"user">, changes: Partial<UserRow>): Promise<UserRow | undefined>;
}

export function accountUsers({ env, key: { organizationId } }: Account): AccountUsers {
  const myUsers = rows(drizzle(env.DB), users, { organizationId });
  const present = ne(users.status, "deleted");
  return {
    list: ({ role, status, ...page }) =>
      myUsers.list({
        where: and(present, role && eq(users.role, role), status && eq(users.status, status)),
        order: [asc(users.createdAt), asc(users.id)],
        ...page,
      }),
    find: (email) => myUsers.find(and(present, eq(users.email, email))),
    add: (draft) => myUsers.add(draft, "There is a user with this e-mail address already."),
    change: (userId, changes) => myUsers.change(userId, changes),
  };
}
