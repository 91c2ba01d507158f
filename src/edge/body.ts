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

/** Whether a body is a form, as browsers and clients send files. */
export const isForm = (c: HouseContext) => /^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "");

/** A form with one file in it, whose text is told as `data`, and fields beside it. @throws Problem */
export async function readForm(c: HouseContext): Promise<unknown> {
  const { body } = c.req.raw;
  if (Number(c.req.header("content-length")) > maxBodyBytes) throw tooLarge();
  const bytes = body ? await gather(body) : new Uint8Array();
  const type = c.req.header("content-type") ?? "";
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => {
    throw new Problem("malformed", "The body is not a form as multipart/form-data has it.");
  });
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    const [key, text] = typeof value === "string" ? [name, value] : ["data", decode(await value.bytes())];
    if (fields.has(key))
      throw new Problem("invalid", `The form has ${key === "data" ? "two files" : "a field twice"}.`);
    fields.set(key, text);
  }
  return Object.fromEntries(fields);
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

function decode(bytes: Uint8Array<ArrayBufferLike>): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Problem("malformed", "The body is not UTF-8.");
  }
}
