import { appendFileSync, createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { StandIn } from "../vector/control.ts";
import { writes } from "../vector/index.ts";

/** What a file of JSON holds; `otherwise` where there is none. */
export const readJson = <T>(file: string, otherwise: T): T =>
  existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : otherwise;

export function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value));
  renameSync(`${file}.new`, file);
}

/** An index whose writes lie in a file, one a line, and are told to it anew when it starts: then the file is made short. */
export async function kept(index: StandIn, token: string, file: string): Promise<StandIn> {
  const tell = async (path: string, body: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await index.fetch(new Request(`http://kept${path}`, { method: "POST", headers, body }));
    return (await response.json()).result;
  };
  if (existsSync(file)) {
    const { delayMs } = index.control;
    index.control.delayMs = 0;
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const write = parsed(line);
      if (write) await tell(write.path, write.body);
    }
    index.control.delayMs = delayMs;
    writeFileSync(`${file}.new`, "");
    for (const name of await tell("/list-namespaces", "[]"))
      for (let cursor = "0"; cursor !== ""; ) {
        const asked = { cursor, limit: 500, includeVectors: true, includeMetadata: true, includeData: true };
        const { nextCursor, vectors } = await tell(`/range/${name}`, JSON.stringify(asked));
        if (vectors.length > 0) keep(`${file}.new`, `/upsert/${name}`, JSON.stringify(vectors));
        cursor = nextCursor;
      }
    renameSync(`${file}.new`, file);
  }
  const fetch = async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const body = await request.clone().text();
    const response = await index.fetch(request);
    if (response.ok && writes.includes(pathname.split("/")[1] ?? "")) keep(file, pathname + search, body);
    return response;
  };
  return { ...index, fetch };
}

const keep = (file: string, path: string, body: string) => appendFileSync(file, `${JSON.stringify({ path, body })}\n`);

/** A line that a crash cut off was never acknowledged. */
function parsed(line: string): { path: string; body: string } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
