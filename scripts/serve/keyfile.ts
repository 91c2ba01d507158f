import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { isSecret, newSecret } from "../../src/kit/secret.ts";

export const keyFile = (stateDir: string) => join(stateDir, "admin-key");

/** The admin key kept in STATE_DIR, or undefined when there is none that can be a key. */
export async function readKey(stateDir: string): Promise<string | undefined> {
  const text = await readFile(keyFile(stateDir), "utf8").catch(() => "");
  return isSecret(text.trim()) ? text.trim() : undefined;
}

/** Makes an admin key and has it safely on disk, readable by this user only, before anyone relies on it. */
export async function mintKey(stateDir: string): Promise<string> {
  const secret = newSecret("sk");
  const draft = `${keyFile(stateDir)}.new`;
  const file = await open(draft, "w", 0o600);
  await file.chmod(0o600); // a draft left by a crash keeps its old mode
  await file.writeFile(`${secret}\n`);
  await file.sync();
  await file.close();
  await rename(draft, keyFile(stateDir));
  return secret;
}
