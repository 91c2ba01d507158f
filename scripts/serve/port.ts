import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "./refusal.ts";

const patienceMs = 1_500;

/** Makes sure that an address can be listened on; waits a moment, since a server just killed may still be closing it. */
export async function checkPort(host: string, port: number, variable = "PORT"): Promise<void> {
  for (const start = Date.now(); ; await sleep(50)) {
    const code = await tryPort(host, port);
    if (!code) return;
    if (code === "EADDRINUSE" && Date.now() - start < patienceMs) continue;
    throw refusal(host, port, code, variable);
  }
}

export function refusal(host: string, port: number, code: string, variable = "PORT"): Refusal {
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  if (code === "EADDRINUSE")
    return new Refusal(`${address} is taken by another program: stop it, or set ${variable} to another one.`);
  if (code === "EACCES")
    return new Refusal(`This user may not listen on ${address}: set ${variable} to 1024 or above.`);
  return new Refusal(`${address} is not an address to listen on here (${code}): check HOST and ${variable}.`);
}

function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
