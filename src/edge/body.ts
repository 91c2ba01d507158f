import { joined } from "../kit/bytes";
import { parseJson } from "../kit/json";
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
  return parseJson(decode(bytes));
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
  return joined(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Problem("malformed", "The body is not UTF-8.");
  }
}
