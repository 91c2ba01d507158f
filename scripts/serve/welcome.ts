import { relative } from "node:path";
import { styleText } from "node:util";
import { keyFile } from "./keyfile.ts";
import type { Server } from "./server.ts";

type Style = Parameters<typeof styleText>[0];
// styleText leaves the text plain when stdout is no terminal or NO_COLOR is set.
const styled = (style: Style, text: string) => styleText(style, text, { stream: process.stdout });

/** What a person needs to send the first request. */
export function welcome(server: Server, stateDir: string): string {
  const file = shortest(keyFile(stateDir));
  const curl = `curl ${server.url}/v1/auth/whoami -H "Authorization: Bearer $(cat ${file})"`;
  return [
    `${styled("bold", "Cordon")} serves at ${styled("cyan", server.url)}`,
    "",
    ...aboutKey(server, file),
    "",
    ...(server.beside ? [server.beside, ""] : []),
    `Try:   ${styled("cyan", curl)}`,
    `API:   ${server.url}/openapi.json`,
    "Stop:  Ctrl-C",
    "",
  ].join("\n");
}

function aboutKey({ did, adminKey }: Server, file: string): string[] {
  if (did === "kept") return [`Your admin key is in ${file}.`];
  if (did === "left revoked")
    return [`The admin key in ${file} is revoked. Delete the file and start again for a new one.`];
  const why = did === "founded" ? "A new organization" : `${file} was missing`;
  return [`${why}: this is your admin key, shown once and kept in ${file}.`, `  ${styled("bold", adminKey)}`];
}

const shortest = (path: string) => [relative(process.cwd(), path), path].sort((a, b) => a.length - b.length)[0]!;
