import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Fault, type Value, Wire } from "./resp.ts";

export const token = "the token of the tests";

interface Reply {
  status: number;
  body: unknown;
}

/**
 * Upstash's REST protocol before a plain redis-server: commands in the body or in the path, `/pipeline`, `/multi-exec`,
 * base64 answers, the sync token, and scripts with the flag that only Upstash knows.
 */
export async function startFront(socketPath: string): Promise<{ url: string; close(): void }> {
  const wire = new Wire(socketPath);
  const scripts = new Map<string, string>();
  let synced = 0;
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, wire, scripts);
    response.writeHead(status, { "content-type": "application/json", "upstash-sync-token": `${++synced}` });
    response.end(JSON.stringify(body));
  });
  const url = await listening(server.listen(0, "127.0.0.1"));
  return {
    url,
    close() {
      server.close();
      server.closeAllConnections();
      wire.close();
    },
  };
}

export async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function answer(request: IncomingMessage, wire: Wire, scripts: Map<string, string>): Promise<Reply> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://front");
  const given = request.headers.authorization?.replace(/^Bearer /, "") ?? searchParams.get("_token");
  if (given !== token) return { status: 401, body: { error: "WRONGPASS invalid or missing auth token" } };
  if (!["GET", "POST", "PUT", "HEAD"].includes(request.method ?? ""))
    return { status: 405, body: { error: "ERR method not allowed" } };
  const told = (value: Value) => tell(value, request.headers["upstash-encoding"] === "base64");
  const sent = await textOf(request);
  if (pathname === "/pipeline" || pathname === "/multi-exec") {
    const commands = JSON.parse(sent).map((command: unknown[]) => rewritten(command.map(String), scripts));
    const atomic = pathname === "/multi-exec";
    const values = await Promise.all(
      (atomic ? [["MULTI"], ...commands, ["EXEC"]] : commands).map((command: string[]) => wire.send(command)),
    );
    if (!atomic) return { status: 200, body: values.map(told) };
    const done = values.at(-1) ?? null;
    return Array.isArray(done)
      ? { status: 200, body: done.map(told) }
      : { status: 400, body: told(done instanceof Fault ? done : new Fault("EXECABORT")) };
  }
  const inPath = pathname.split("/").slice(1).map(decodeURIComponent);
  const inQuery = [...searchParams].flatMap(([name, value]) =>
    name === "_token" ? [] : value ? [name, value] : [name],
  );
  const command = pathname === "/" ? JSON.parse(sent).map(String) : [...inPath, ...(sent ? [sent] : []), ...inQuery];
  const value = await wire.send(rewritten(command, scripts));
  return { status: value instanceof Fault ? 400 : 200, body: told(value) };
}

/**
 * Redis refuses a script whose flags it does not know. It is given the script without them, and whoever names the script
 * by the hash of what they wrote gets that one.
 */
function rewritten(command: string[], scripts: Map<string, string>): string[] {
  const [verb = "", first = "", second = ""] = command;
  const without = (script: string) => {
    const plain = script.replace(/^#!lua flags=\S+/, "#!lua");
    scripts.set(sha1(script), sha1(plain));
    return plain;
  };
  switch (verb.toUpperCase()) {
    case "EVAL":
      return [verb, without(first), ...command.slice(2)];
    case "EVALSHA":
      return [verb, scripts.get(first) ?? first, ...command.slice(2)];
    case "SCRIPT":
      return first.toUpperCase() === "LOAD" ? [verb, first, without(second)] : command;
    default:
      return command;
  }
}

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

function tell(value: Value, encoded: boolean): { result: unknown } | { error: string } {
  return value instanceof Fault ? { error: value.message } : { result: resultOf(value, encoded) };
}

function resultOf(value: Value, encoded: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => resultOf(one, encoded));
  if (value instanceof Fault) return value.message;
  if (Buffer.isBuffer(value)) return value.toString(encoded ? "base64" : "utf8");
  return encoded && typeof value === "string" && value !== "OK" ? Buffer.from(value).toString("base64") : value;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
