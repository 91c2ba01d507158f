import { drizzle } from "drizzle-orm/d1";
import { newId } from "../kit/id";
import { noNamespace, Problem, unauthorized } from "../kit/problem";
import { cellOf } from "./cells";
import { forgetConfig } from "./config";
import { matchedBy } from "./globs";
import { findKey, findKeyById, forgetKey, isOlder, type KeyRow } from "./keyring";
import { type Namespace, Opened } from "./namespace";
import { findGranted, findNamespace, forgetNamespace, type NamespaceRow } from "./namespaces";
import { type Organization, organization } from "./organization";
import type { Need } from "./permits";
import { Refused } from "./refused";
import { rows } from "./rows";
import { collections, retrievers } from "./schema";
import { isForParts, mayAtAll, mayEnter, reachesNamespace, reachesOrganization, reachOf } from "./scope";
import type { TaskRow } from "./tasks";
import { unknownKey } from "./unknown-key";

/** As many namespaces are asked in one request that names none. */
const mostOpened = 100;

/** Proof that a key was known. The private field makes it impossible to write one by hand. */
class Grant {
  readonly #env: Env;
  #key: KeyRow;
  readonly #now: number;

  get key(): KeyRow {
    return this.#key;
  }

  constructor(env: Env, key: KeyRow, now: number) {
    this.#env = env;
    this.#key = key;
    this.#now = now;
  }

  /**
   * Opens the namespace that a request means, for one need, and works in it. A cell's refusal that a cache caused is
   * mended here, and the work done once more: the cell wrote nothing.
   * @throws Problem the same one, after the same reads, whether a namespace is another's or never was
   */
  async enter<T>(ref: string | undefined, wanted: Need, work: (namespace: Namespace) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const namespace = await this.#open(ref, wanted);
      try {
        return await work(namespace);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (attempt === 3) throw new Problem("unavailable", "The namespace is being changed. Try again in a moment.");
        await this.#mend(error, namespace);
      }
    }
  }

  /** The one namespace that the key is for, where it is for one. */
  get only(): string | undefined {
    return this.key.namespaceId ?? onlyNamespace(this.key);
  }

  /**
   * The ids of all namespaces that the key opens, for what is asked of each.
   * @throws Problem when they are too many to be asked
   */
  async opened(wanted: Need): Promise<string[]> {
    const { namespaces } = this.organization(wanted, { wide: false, meant: undefined });
    const mine = (await namespaces.all()).filter((row) => reachesNamespace(this.key, wanted, row));
    if (mine.length <= mostOpened) return mine.map(({ id }) => id);
    throw new Problem(
      "namespace_required",
      `This key opens more than ${mostOpened} namespaces. Name up to ten in X-Namespace; GET /v1/namespaces lists them.`,
    );
  }

  /** Opens the account itself: namespaces as things, keys, users. No tenant's contents are in reach from here. */
  organization(wanted: Need, { wide, meant }: { wide: boolean; meant: string | undefined }): Organization {
    if (!mayAtAll(this.key, wanted) || this.key.type === "retriever")
      throw unauthorized({ details: `required: ${wanted.permission}` });
    if (wide && !reachesOrganization(this.key, wanted)) throw unauthorized({ namespace: "*" });
    return organization(this.#env, this.key, this.#now, meant);
  }

  async #open(ref: string | undefined, wanted: Need): Promise<Namespace> {
    const { key } = this;
    if (!mayAtAll(key, wanted)) throw unauthorized({ details: `required: ${wanted.permission}` });
    const meant = ref ?? this.only;
    if (!meant)
      throw new Problem(
        "namespace_required",
        "Send the header X-Namespace, or ?namespace=, with a namespace's id or name.",
      );
    const row = await findGranted(this.#env, key, meant, this.#now, (known) => mayEnter(key, wanted, known));
    if (key.namespaceId && row?.id !== key.namespaceId) throw unauthorized({ namespace: meant });
    const reach = row ? await this.#reach(row, wanted) : await this.#reachNothing(wanted);
    const isEnough = reach && (!wanted.whole || (reach.collections === null && reach.retrievers === null));
    if (row && reach && isEnough) {
      // Not before it is known to open: what is not the key's costs what never was.
      if (isOlder(key, row)) return this.#renewed().then(() => this.#open(ref, wanted));
      return new Opened(this.#env, key, row, reach, this.#now);
    }
    // A key for all namespaces learns that there is none of that name; any other only that it may not.
    throw reachesOrganization(key, wanted) ? noNamespace(meant) : unauthorized({ namespace: meant });
  }

  /** Reads the key anew. @throws Problem `unauthenticated` when it opens nothing any more */
  async #renewed(): Promise<void> {
    const { id, organizationId } = this.#key;
    forgetKey(id);
    const found = await findKeyById(this.#env, organizationId, id, this.#now);
    if (typeof found === "string") throw unknownKey(found);
    this.#key = found;
  }

  #reach(row: Pick<NamespaceRow, "id" | "name">, wanted: Need): ReturnType<typeof reachOf> {
    if (this.key.type === "retriever")
      return { collections: null, retrievers: this.key.retrieverId ? [this.key.retrieverId] : [] };
    const owner = { namespaceId: row.id };
    return reachOf(this.key, wanted, row, (kind, globs) => {
      const db = drizzle(this.#env.DB);
      return kind === "collection"
        ? rows(db, collections, owner).all(matchedBy(globs, collections.id, collections.name))
        : rows(db, retrievers, owner).all(matchedBy(globs, retrievers.id, retrievers.name));
    });
  }

  /** Reads what a namespace that is there would have had read, for a key that is scoped to parts of some. */
  async #reachNothing(wanted: Need): Promise<undefined> {
    if (!isForParts(this.key)) return;
    const nothing = newId("namespace");
    await this.#reach({ id: nothing, name: nothing }, wanted);
  }

  async #mend({ refusal }: Refused, { id, row }: Namespace): Promise<void> {
    switch (refusal) {
      case "stale":
        return forgetConfig(id);
      case "unfounded":
        // Founding was cut short between the row and the cell, if the row is still there and live.
        forgetNamespace(id);
        if (await findNamespace(this.#env, row.organizationId, id, this.#now))
          await cellOf(this.#env, id).found(id, row.organizationId, row.payloadIndexes);
        return;
      case "retired":
      case "foreign":
        forgetConfig(id);
        forgetNamespace(id);
        return this.#renewed();
      case "revoked":
        forgetKey(this.key.id);
        throw unknownKey("revoked");
    }
  }
}

export type { Grant, Namespace };

/** The namespace of a key that is scoped to exactly one, by its literal id or name. */
export function onlyNamespace(key: KeyRow): string | undefined {
  const [scope, another] = key.scopes.filter(({ resource_type }) => resource_type === "namespace");
  return another || scope?.resource_id.includes("*") ? undefined : scope?.resource_id;
}

/** @throws Problem `unauthenticated` */
export async function byKey(env: Env, secret: string | undefined, now: number): Promise<Grant> {
  const found = await findKey(env, secret ?? "", now);
  if (typeof found === "string") throw unknownKey(found, Boolean(secret));
  return new Grant(env, found, now);
}

/**
 * The grant of the key that asked for a task: what is done in its own time is done with no more rights than that key
 * has now. @throws Problem `unauthenticated` when the key opens nothing any more
 */
export async function byTask(env: Env, { organizationId, keyId }: TaskRow, now: number): Promise<Grant> {
  const found = keyId ? await findKeyById(env, organizationId, keyId, now) : "unknown";
  if (typeof found === "string") throw unknownKey(found);
  return new Grant(env, found, now);
}
