import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { commentsOf } from "./comments.ts";
import { type Section, sectionsOf } from "./sections.ts";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** One section of one package's documentation, as the demo stores and shows it. */
export interface Page extends Section {
  title: string;
  package: string;
  path: string;
  url: string;
}

/**
 * The documentation of the installed packages: first their Markdown files, then the Markdown in the comments of their
 * type declarations, up to `limit` sections in all.
 */
export async function readPages(limit: number): Promise<Page[]> {
  const files = await installedFiles();
  const seen = new Set<string>(); // a package may be installed twice
  const pages: Page[] = [];
  const add = async (paths: string[], split: (source: string, path: string) => Section[]) => {
    for (const path of paths) {
      if (pages.length >= limit) return;
      const fresh = split(await readFile(join(modules, path), "utf8"), path).filter(({ text }) => !seen.has(text));
      for (const section of fresh) seen.add(section.text);
      pages.push(...fresh.map((section) => page(path, section)));
    }
  };
  await add(files.filter(isGuide), sectionsOf);
  await add(files.filter(isDeclaration), commentsOf);
  return pages.slice(0, limit);
}

function page(path: string, { heading, text }: Section): Page {
  const name = packageOf(path);
  return { title: heading || name, text, package: name, path, heading, url: `https://www.npmjs.com/package/${name}` };
}

async function installedFiles(): Promise<string[]> {
  const files = await readdir(modules, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => relative(modules, join(file.parentPath, file.name)))
    .sort();
}

/** Licences, change logs and translations would drown the rest. */
const isGuide = (path: string) =>
  /\.(md|markdown)$/i.test(path) &&
  !/licen[cs]e|change|history|releases|notice|\.[a-z]{2}(-[a-z]{2})?\.md$/i.test(basename(path));

/** The declarations of the language itself are left out: they are half of all, and in every editor. */
const isDeclaration = (path: string) => /\.d\.ts$/.test(path) && !path.startsWith("@typescript/");

/** The name of the innermost package that a file belongs to: `@scope/name` or `name`. */
function packageOf(path: string): string {
  const parts = path.split("/");
  const start = parts.lastIndexOf("node_modules") + 1;
  const [first = "", second = ""] = parts.slice(start);
  return first.startsWith("@") ? `${first}/${second}` : first;
}
