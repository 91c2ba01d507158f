import { Problem } from "../kit/problem";
import type { HouseContext } from "./house";

export const maxBodyBytes = 10 * 2 ** 20;

const tooLarge = () => new Problem("too_large", `A request body may have ${maxBodyBytes} bytes at most.`);
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The JSON of a request's body; undefined when it has none. Reads no further than the limit. @throws Problem */
export async function readJson(c: HouseContext): Promise<unknown> {
  const { body } = c.req.raw;
  if (Number(c.req.header("content-length")) > maxBodyBytes) throw tooLarge();
  if (!body) return undefined;
  const bytes = c.req.header("content-length") ? new Uint8Array(await c.req.raw.arrayBuffer()) : await gather(body);
  if (bytes.length === 0) return undefined;
  return parse(decode(bytes));
}

/** A body that does not say how long it is. */
async function gather(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Problem("malformed", "The body is not UTF-8.");
  }
}

/** More levels than any document needs; each is a step of recursion for whoever reads the value later. */
const maxDepth = 1000;

function parse(text: string): unknown {
  if (depthOf(text) > maxDepth) throw new Problem("invalid", `The body nests deeper than ${maxDepth} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem(
      "malformed",
      `The body is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`,
    );
  }
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "__proto__"))
    throw new Problem("invalid", "A member of the body may not be called __proto__.");
  return value;
}

/** Brackets open at once, at most. Those inside strings do not count. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === 92) i++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return deepest;
}
