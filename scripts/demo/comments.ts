import { basename } from "node:path";
import { partsOf, type Section } from "./sections.ts";

/** The documentation comments of a type declaration file, which are Markdown, each under the name it documents. */
export function commentsOf(source: string, path: string): Section[] {
  const module = basename(path).replace(/\.d\.ts$/, "");
  const comments = source.matchAll(/\/\*\*([\s\S]*?)\*\/\s*([^\n]*)/g);
  return [...comments].flatMap(([, comment = "", declaration = ""]) => {
    const name = nameIn(declaration);
    const text = comment.replace(/^[ \t]*\*(?!\*) ?/gm, "").replace(/\{@link(?:code|plain)? ([^}]+)\}/g, "$1");
    if (!name) return [];
    const heading = isGeneral.test(module) ? name : `${module} › ${name}`;
    return partsOf(text, fewestWords).map((part) => ({ heading, text: part }));
  });
}

/** File names that say nothing of what is in them. */
const isGeneral = /^(index|types?|lib|main)$/;

/** Shorter comments say no more than the name does. */
const fewestWords = 30;

function nameIn(declaration: string): string | undefined {
  const words =
    /^(?:(?:export|declare|default|abstract|async|static|readonly|get|set|function|class|interface|type|const|let|var|enum|namespace|module)\s+)*["']?([\w$/.-]+)/;
  return words.exec(declaration)?.[1];
}
