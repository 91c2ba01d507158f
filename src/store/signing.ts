import { desc, eq, isNull } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { signingKeys } from "./schema-work";
import { vaultOf } from "./vault";

const alg = "EdDSA";
/** How long a key signs before the next receipt makes another. */
const signsForMs = 90 * 86_400_000;

/** Signs a receipt's bytes as they are: a compact JWS (RFC 7515) by the present key of this installation. */
export async function signReceipt(env: Env, receipt: Record<string, unknown>, now: number): Promise<string> {
  const { id, privateKey } = await presentKey(env, now);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(receipt)))
    .setProtectedHeader({ alg, kid: id, typ: "cordon-receipt+json" })
    .sign(privateKey);
}

/** The next receipt is signed by a new key; what the old ones signed goes on to verify. */
export async function retireSigningKeys(env: Env, now: number): Promise<void> {
  await drizzle(env.DB).update(signingKeys).set({ retiredAt: now }).where(isNull(signingKeys.retiredAt));
}

/** Every key that ever signed, as a JWK Set (RFC 7517). Retired ones stay. */
export async function publishedKeys(env: Env): Promise<Record<string, unknown>[]> {
  const rows = await drizzle(env.DB).select().from(signingKeys).orderBy(desc(signingKeys.createdAt));
  return rows.map(({ id, publicKey }) => ({ ...publicKey, kid: id, alg, use: "sig" }));
}

async function presentKey(env: Env, now: number) {
  const db = drizzle(env.DB);
  const [row] = await db
    .select()
    .from(signingKeys)
    .where(isNull(signingKeys.retiredAt))
    .orderBy(desc(signingKeys.createdAt))
    .limit(1);
  if (row && row.createdAt > now - signsForMs) {
    const jwk: JWK = JSON.parse(await vault(env).open(row.sealed, row.id));
    return { id: row.id, privateKey: await importJWK(jwk, alg) };
  }
  if (row) await db.update(signingKeys).set({ retiredAt: now }).where(eq(signingKeys.id, row.id));
  return makeKey(env, now);
}

/** Two isolates may each make one at the same moment: both are published, so either's receipts verify. */
async function makeKey(env: Env, now: number) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const id = crypto.randomUUID();
  const sealed = await vault(env).close(JSON.stringify(await exportJWK(privateKey)), id);
  const published = { ...(await exportJWK(publicKey)) };
  await drizzle(env.DB).insert(signingKeys).values({ id, publicKey: published, sealed, createdAt: now });
  return { id, privateKey };
}

const vault = (env: Env) => vaultOf(env, "signing keys");
