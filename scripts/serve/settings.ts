import { resolve } from "node:path";
import { Refusal } from "./refusal.ts";

export interface Settings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  stateDir: string;
}

/** Where to serve and where to keep state, from HOST, PORT and STATE_DIR. */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
  return {
    host: env.HOST || "127.0.0.1",
    port: portFrom("PORT", env.PORT || "8787"),
    stateDir: resolve(env.STATE_DIR || ".cordon"),
  };
}

const flag = "--with-upstash-local";

/** What of `npm start -- …` there is. */
export function flagsFrom(args: readonly string[]): { withUpstash: boolean } {
  const unknown = args.find((arg) => arg !== flag);
  if (unknown !== undefined) throw new Refusal(`npm start knows no ${unknown}: it takes ${flag}, or nothing.`);
  return { withUpstash: args.includes(flag) };
}

export function portFrom(variable: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Refusal(`${variable} must be a number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

/** The address a client on this machine uses: a wildcard host is no address to connect to. */
export function urlOf(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
