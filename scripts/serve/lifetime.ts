import { readFileSync } from "node:fs";

const patienceMs = 1_800;

/** Ends the process, with success, when it is told to stop or when whoever started it is gone; `stop` runs before. */
export function stopWhenTold(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    const exit = () => process.exit(0);
    setTimeout(exit, patienceMs).unref();
    stop().then(exit, exit);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  if (process.send) process.once("disconnect", end);
  // Only npm is watched, which may be killed and then tells nobody: a shell that started us may end, as with nohup.
  if (process.env.npm_lifecycle_event) watchParents(end);
}

function watchParents(end: () => void): void {
  const before = parents();
  setInterval(() => parents() !== before && end(), 300).unref();
}

/** npm runs a script in `sh -c`: if that shell is our parent, npm is its parent in turn. */
function parents(): string {
  const { ppid } = process;
  try {
    const isShell = readFileSync(`/proc/${ppid}/cmdline`, "utf8").split("\0")[1] === "-c";
    return isShell
      ? `${ppid} ${readFileSync(`/proc/${ppid}/status`, "utf8").match(/^PPid:\s*(\d+)/m)?.[1]}`
      : `${ppid}`;
  } catch {
    return `${ppid}`; // no /proc here
  }
}

/** What to do when workerd died: serve nothing is no state to stay in. */
export function exitOnCrash(): void {
  // A Ctrl-C that reached workerd first is on its way to us too: give it the moment to make this a normal stop.
  setTimeout(() => {
    console.error("workerd, the server's runtime, died. Start again; what was acknowledged is kept.");
    process.exit(1);
  }, 100);
}
