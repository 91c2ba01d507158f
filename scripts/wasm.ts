// Assembles src/engine/knn/kernel.wat into kernel.wasm. `--check` writes nothing and fails when the committed .wasm is
// not what the .wat gives, so that nobody runs bytes that cannot be read.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import wabt from "wabt";

const source = join(import.meta.dirname, "../src/engine/knn/kernel.wat");
const target = source.replace(/\.wat$/, ".wasm");

const parsed = (await wabt()).parseWat(source, await readFile(source, "utf8"));
parsed.validate();
const made = Buffer.from(parsed.toBinary({}).buffer);

if (!process.argv.includes("--check")) {
  await writeFile(target, made);
  console.log(`${target}: ${made.length} bytes`);
} else if (!made.equals(await readFile(target).catch(() => Buffer.alloc(0)))) {
  console.error("kernel.wasm is not what kernel.wat gives: run `npm run wasm`.");
  process.exitCode = 1;
}
