import { z } from "zod";
import { aboutUser, changeUser, createUser, deleteUser, listUsers } from "../domain/users";
import { route } from "./route";
import { Done, Fields, Moment, Ref, Sent, Whole } from "./shapes";

const Role = z.enum(["admin", "member", "viewer"]);
const Status = z.enum(["active", "suspended", "pending"]);

export const User = z
  .object({
    user_id: z.string(),
    email: z.string(),
    user_name: z.string(),
    avatar_url: z.string().nullable(),
    role: Role,
    status: z.enum([...Status.options, "deleted"]),
    metadata: Fields,
    created_at: Moment,
    updated_at: Moment,
  })
  .meta({ id: "User" });

const UserDraft = z.strictObject({
  email: z.email().max(254),
  user_name: z.string().min(2).max(100),
  avatar_url: z.url().max(2000).nullish(),
  role: Role.optional(),
  status: Status.optional(),
  metadata: Sent.nullish(),
});

const UserChange = UserDraft.omit({ email: true })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Name at least one thing to change.");

const Page = z.object({
  skip: Whole(0, 10_000).default(0),
  limit: Whole(1, 1000).default(50),
  role: Role.optional(),
  status: Status.optional(),
});

const UserPath = z.object({ user_email: Ref });

export const users = [
  route("GET /v1/organizations/users", {
    does: "List the organization's users.",
    on: "organization",
    needs: "admin",
    wide: true,
    query: Page,
    returns: z.object({ results: z.array(User), total: z.int(), skip: z.int(), limit: z.int() }),
    run: (organization, { query }) => listUsers(organization, query),
  }),
  route("POST /v1/organizations/users", {
    does: "Add a user.",
    on: "organization",
    needs: "admin",
    wide: true,
    body: UserDraft,
    returns: User,
    run: (organization, { body }) => createUser(organization, body),
  }),
  route("GET /v1/organizations/users/{user_email}", {
    does: "Read one user.",
    on: "organization",
    needs: "admin",
    wide: true,
    params: UserPath,
    returns: User,
    run: (organization, { params }) => aboutUser(organization, params.user_email),
  }),
  route("PATCH /v1/organizations/users/{user_email}", {
    does: "Change a user. While a user is not active, the user's keys open nothing.",
    on: "organization",
    needs: "admin",
    wide: true,
    params: UserPath,
    body: UserChange,
    returns: User,
    run: (organization, { params, body }) => changeUser(organization, params.user_email, body),
  }),
  route("DELETE /v1/organizations/users/{user_email}", {
    does: "Delete a user and revoke the user's keys.",
    on: "organization",
    needs: "admin",
    wide: true,
    params: UserPath,
    returns: Done,
    run: (organization, { params }) => deleteUser(organization, params.user_email),
  }),
];
