import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { sectionsOf } from "./sections.ts";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** One section of one package's documentation, as the demo stores and shows it. */
export interface Page {
  title: string;
  text: string;
  package: string;
  path: string;
  heading: string;
  url: string;
}

/** The documentation of the installed packages: their Markdown without licences, change logs and translations. */
export async function readPages(limit: number): Promise<Page[]> {
  const pages: Page[] = [];
  const seen = new Set<string>();
  for (const path of await markdownFiles()) {
    const name = packageOf(path);
    for (const { heading, text } of sectionsOf(await readFile(join(modules, path), "utf8"))) {
      if (seen.has(text)) continue; // a package installed twice
      seen.add(text);
      const title = heading || name;
      pages.push({ title, text, package: name, path, heading, url: `https://www.npmjs.com/package/${name}` });
    }
  }
  return pages.slice(0, limit);
}

async function markdownFiles(): Promise<string[]> {
  const files = await readdir(modules, { recursive: true, withFileTypes: true });
  const wanted = files.filter((file) => file.isFile() && isDocumentation(file.name));
  return wanted.map((file) => relative(modules, join(file.parentPath, file.name))).sort();
}

const isDocumentation = (name: string) =>
  /\.(md|markdown)$/i.test(name) &&
  !/licen[cs]e|change|history|releases|notices?\b|\.[a-z]{2}(-[a-z]{2})?\.md$/i.test(name);

/** The name of the innermost package that a file belongs to: `@scope/name` or `name`. */
function packageOf(path: string): string {
  const parts = dirname(path).split("/");
  const start = parts.lastIndexOf("node_modules") + 1;
  const [first = basename(path), second = ""] = parts.slice(start);
  return first.startsWith("@") ? `${first}/${second}` : first;
}
