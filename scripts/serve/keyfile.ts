import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { isSecret, newSecret } from "../../src/kit/secret.ts";

export const keyFile = (stateDir: string) => join(stateDir, "admin-key");

/** The admin key kept in STATE_DIR, or undefined when there is none that can be a key. */
export async function readKey(stateDir: string): Promise<string | undefined> {
  const text = await readFile(keyFile(stateDir), "utf8").catch(() => "");
  return isSecret(text.trim()) ? text.trim() : undefined;
}

export async function mintKey(stateDir: string): Promise<string> {
  const secret = newSecret("sk");
  await keep(keyFile(stateDir), secret);
  return secret;
}

/** What seals the secrets that Cordon keeps in its database: made once for a state folder, and never shown. */
export async function sealingSecret(stateDir: string): Promise<string> {
  const file = join(stateDir, "secret");
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  if (kept) return kept;
  const secret = randomBytes(32).toString("base64url");
  await keep(file, secret);
  return secret;
}

/** Has a text safely on disk, readable by this user only, before anyone relies on it. */
async function keep(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, "w", 0o600);
  await file.chmod(0o600); // a draft left by a crash keeps its old mode
  await file.writeFile(`${text}\n`);
  await file.sync();
  await file.close();
  await rename(draft, path);
}
