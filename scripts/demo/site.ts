import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname } from "node:path";
import { refusal } from "../serve/port.ts";

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" } as const;

export interface PageConfig {
  api: string;
  key: string;
  retrieverId: string;
  allowedOrigin: string;
  documents: number;
  packages: string[];
}

/** Serves the search page, on one port after another, to show that its key works on the first alone. */
export async function servePage(ports: number[], config: PageConfig): Promise<{ close(): Promise<void> }> {
  const files = pageFiles(config);
  const servers = await Promise.all(ports.map((port) => listen(port, files, config.api)));
  return { close: async () => void (await Promise.all(servers.map(close))) };
}

type Files = Map<string, { type: string; bytes: Buffer }>;

function pageFiles(config: PageConfig): Files {
  const files: Files = new Map();
  for (const name of readdirSync(new URL("page", import.meta.url))) {
    const type = types[extname(name) as keyof typeof types];
    files.set(`/${name}`, { type, bytes: readFileSync(new URL(`page/${name}`, import.meta.url)) });
  }
  files.set("/", files.get("/index.html")!);
  files.set("/config.json", { type: "application/json", bytes: Buffer.from(JSON.stringify(config)) });
  return files;
}

function listen(port: number, files: Files, api: string): Promise<Server> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${api}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? "/", "http://localhost").pathname);
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": `${file.type}; charset=utf-8`,
      "content-security-policy": policy,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    response.end(request.method === "HEAD" ? undefined : file.bytes);
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(refusal("localhost", port, error.code ?? error.message, "DEMO_PORT"));
    });
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
