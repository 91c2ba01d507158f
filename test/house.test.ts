import { expect, test } from "vitest";
import manifest from "../package.json";

const sources = import.meta.glob<string>("../src/**/*.ts", { query: "?raw", import: "default", eager: true });
const scripts = import.meta.glob<string>("../scripts/**/*.{ts,js,sh,html}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const tests = import.meta.glob<string>("./**/*.{ts,json}", { query: "?raw", import: "default", eager: true });
const papers = import.meta.glob<string>(
  [
    "../*.{md,toml,json,ts}",
    "../.ci/*",
    "../.dev.vars.example",
    "../.npmrc",
    "../.gitignore",
    "../migrations/**/*.sql",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** Top floor first; rooms on one floor do not know each other. A room may import only from the floors below it. */
const floors = [
  ["index.ts", "env.d.ts"],
  ["edge"],
  ["routes", "jobs"],
  ["domain"],
  ["store"],
  ["cell", "outside"],
  ["engine"],
  ["kit"],
];

/** Each foreign language is spoken in one room. A library that is not here is one nobody has thought about. */
const spoken: Record<string, string[]> = {
  hono: ["edge"],
  "drizzle-orm": ["store"],
  "@upstash": ["outside"],
  jose: ["store"],
  "cloudflare:workers": ["cell", "outside", "index.ts"],
  "@huggingface/jinja": ["engine"],
  standardwebhooks: ["domain"],
  zod: ["edge", "routes", "domain", "engine"],
};

const roomOf = (file: string) => file.split("/")[2] ?? "";
const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room));
const lines = (text: string) => text.trimEnd().split("\n").length;

/** Code without its comments and the insides of its texts. */
const bare = (text: string) =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replaceAll(/`(?:[^`\\$]|\\.|\$(?!\{))*`/g, "``")
    .replaceAll(/(^|[^:\\])\/\/.*$/gm, "$1");

/** What a file imports, by any of the ways to say so. */
const importsOf = (text: string) =>
  [...text.matchAll(/(?:\bfrom|\bimport)(?:\s+|\s*\(\s*)"([^"]+)"/g)].map(([, from]) => from ?? "");

/** Every place in the files where the pattern is found, as `file:line`. */
function places(files: Record<string, string>, pattern: RegExp, read = bare): string[] {
  return Object.entries(files).flatMap(([file, text]) =>
    read(text)
      .split("\n")
      .flatMap((line) => (pattern.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );
}

test("every file stands in a room, imports only go down, and each library has its rooms", () => {
  expect(Object.keys(sources).length).toBeGreaterThan(50);
  const wrong: string[] = [];
  for (const [file, text] of Object.entries(sources)) {
    const room = roomOf(file);
    if (floorOf(room) < 0) wrong.push(`${file} stands in no room`);
    for (const from of importsOf(text)) {
      if (from.startsWith(".")) {
        const target = roomOf(new URL(from, `file:///${file.slice(3)}`).pathname);
        if (target !== room && floorOf(target) <= floorOf(room)) wrong.push(`${file} climbs to ${target}`);
        continue;
      }
      const library = Object.keys(spoken).find((name) => from === name || from.startsWith(`${name}/`));
      if (!library) wrong.push(`${file} speaks ${from}, which no room speaks`);
      else if (!spoken[library]?.includes(room)) wrong.push(`${file} speaks ${library}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("of the tests scripts know the stand-ins alone, in one place, and src knows nothing", () => {
  const knows = (files: Record<string, string>) =>
    Object.keys(files).filter((file) => importsOf(files[file] ?? "").some((from) => from.includes("/test/")));
  expect(knows(scripts)).toEqual(["../scripts/serve/upstash.ts"]);
  expect(knows(sources)).toEqual([]);
});

test("bindings are named in store alone, SQL is written in store and cell alone, and a namespace is opened at the door", () => {
  const outside = (rooms: string[]) =>
    Object.fromEntries(Object.entries(sources).filter(([file]) => !rooms.includes(roomOf(file))));
  expect(
    places(outside(["store", "env.d.ts"]), /\benv\.(?!LOG_|SHARED_)[A-Z]|\bD1Database\b|\bDurableObjectNamespace\b/),
  ).toEqual([]);
  expect(places(outside(["store", "cell"]), /\bsql\.exec\b|\.prepare\(|\bsql`|\bSqlStorage\b/)).toEqual([]);
  const opened = places(sources, /\bCELL\b|\bidFrom(Name|String)\(|\bnewUniqueId\(/);
  expect(new Set(places(sources, /\bnew Opened\(|\bnew Grant\(/).map((place) => place.split(":")[0]))).toEqual(
    new Set(["../src/store/door.ts"]),
  );
  const files = new Set(opened.map((place) => place.split(":")[0]));
  expect([...files].sort()).toEqual(["../src/env.d.ts", "../src/store/cells.ts", "../src/store/lobby.ts"]);
});

test("types are forged in two files only, and nothing is any", () => {
  const forged = places(sources, /[\w)\]}"`>]\s+as\s+(?!const\b)[\w{([]/).filter(
    (place) => !/: (import|export)\b|^[^:]+: \*? ?as |: \w+ as \w+,?$/.test(place),
  );
  const allowed = /^..\/src\/(store\/rows|edge\/mount)\.ts:/;
  expect(forged.filter((place) => !allowed.test(place))).toEqual([]);
  expect(forged.filter((place) => allowed.test(place)).length).toBeGreaterThan(0);
  expect(places(sources, /(:|<|\||&|=>)\s*any\b|\bany(\[\]|>)/)).toEqual([]);
  expect(places(sources, /@ts-(ignore|nocheck|expect-error)|biome-ignore/, (text) => text)).toEqual([]);
});

test("files are small, and most are smaller", () => {
  for (const [file, text] of Object.entries({ ...sources, ...scripts, ...tests })) {
    if (file.endsWith(".ts")) expect(lines(text), file).toBeLessThanOrEqual(250);
  }
  const sizes = Object.values(sources)
    .map(lines)
    .sort((a, b) => a - b);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(90);
  expect(sizes[Math.floor(sizes.length * 0.9)]).toBeLessThanOrEqual(150);
});

test("names are exported, not defaults; files are nouns of the house", () => {
  const defaults = places(sources, /\bexport default\b|\bas default\b/);
  const expected = /^\.\.\/src\/(index\.ts|.*\.wasm\.d\.ts):/;
  expect(defaults.filter((place) => !expected.test(place))).toEqual([]);
  const vague = Object.keys({ ...sources, ...scripts }).filter((file) =>
    /(util|helper|manager|service|common|misc)s?\b/i.test(file),
  );
  expect(vague).toEqual([]);
});

test("only the request log, the error handler and a catch write to the console", () => {
  const written: string[] = [];
  for (const [file, text] of Object.entries(sources)) {
    if (/^\.\.\/src\/edge\/(log|problems)\.ts$/.test(file)) continue;
    const code = bare(text).split("\n");
    for (const [i, line] of code.entries()) {
      if (!/\bconsole\./.test(line)) continue;
      const caught = code.slice(Math.max(0, i - 3), i + 1).some((before) => /\bcatch\b/.test(before));
      if (!caught || !line.includes("console.error")) written.push(`${file}: ${line.trim()}`);
    }
  }
  expect(written).toEqual([]);
});

test("nothing is left for later, and no text tells of the machine it was written on", () => {
  const whole = (text: string) => text;
  const later = new RegExp(["TO", "DO|FIX", "ME|X", "XX\\b"].join(""));
  expect(places({ ...sources, ...scripts, ...papers, ...tests }, later, whole)).toEqual([]);
  const machine = new RegExp(["/ho", "me/|/ro", "ot/|/wo", "rk/|/Us", "ers/|[A-Z]:\\\\\\\\Us", "ers"].join(""));
  expect(places({ ...sources, ...scripts, ...papers, ...tests }, machine, whole)).toEqual([]);
  expect(Object.keys(papers)).toContain("../wrangler.toml");
});

test("every dependency has its reason in CONTRIBUTING.md", () => {
  const reasons = papers["../CONTRIBUTING.md"] ?? "";
  const dependencies = Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  expect(dependencies.filter((name) => !reasons.includes(name))).toEqual([]);
});
