import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { Cache } from "../kit/cache";
import { type Id, isId } from "../kit/id";
import type { Category, LimitsPort } from "../outside/limits";
import type { KeyRow } from "./keyring";
import { type OrganizationRow, organizations } from "./schema";

/** A change of plan is felt within this life. */
const plans = new Cache<OrganizationRow["accountType"]>({ lifeMs: 60_000, size: 10_000 });
