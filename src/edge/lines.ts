import { Problem } from "../kit/problem";
import { maxBodyBytes } from "./body";
import type { HouseContext } from "./house";

/** A body's lines, read as they are asked for: the body may have any length, a line what a body may. @throws Problem */
export async function* readLines(c: HouseContext): AsyncGenerator<string> {
  const { body } = c.req.raw;
  if (!body) return;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decode(decoder, chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
    if (rest.length > maxBodyBytes) throw new Problem("too_large", `A line may have ${maxBodyBytes} bytes at most.`);
  }
  rest += decode(decoder, undefined);
  if (rest !== "") yield rest;
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new Problem("malformed", "The body is not UTF-8.");
  }
}
