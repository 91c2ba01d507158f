/** One piece of a Markdown file: what stands between two headings, or a part of it when that is long. */
export interface Section {
  heading: string;
  text: string;
}

const longestText = 700;

/** Splits Markdown at its headings, and what is then still long at its paragraphs. Text only: no images, no HTML. */
export function sectionsOf(markdown: string): Section[] {
  return blocksOf(clean(markdown)).flatMap(({ heading, text }) =>
    partsOf(text).map((part) => ({ heading, text: part })),
  );
}

function blocksOf(markdown: string): Section[] {
  const blocks: { trail: string[]; lines: string[] }[] = [{ trail: [], lines: [] }];
  let fenced = false;
  for (const line of markdown.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^(#{1,6})\s+(.+?)\s*#*$/.exec(line);
    if (!heading) {
      blocks.at(-1)!.lines.push(line);
      continue;
    }
    const above = blocks.at(-1)!.trail.slice(0, heading[1]!.length - 1);
    blocks.push({ trail: [...above, plain(heading[2]!)], lines: [] });
  }
  return blocks.map(({ trail, lines }) => ({
    heading: trail.slice(-2).filter(Boolean).join(" › "),
    text: lines.join("\n").trim(),
  }));
}

/** Parts of at most about 700 characters that break between paragraphs; what holds no words is left out. */
export function partsOf(text: string, fewestWords = 6): string[] {
  const parts: string[] = [];
  let part = "";
  for (const paragraph of text.split(/\n\s*\n/)) {
    if (part && part.length + paragraph.length > longestText) {
      parts.push(part);
      part = "";
    }
    part = part ? `${part}\n\n${paragraph}` : paragraph;
  }
  parts.push(part);
  return parts.map((each) => plain(each).slice(0, 4 * longestText)).filter((each) => wordsIn(each) >= fewestWords);
}

const wordsIn = (text: string) => text.match(/\p{L}{2,}/gu)?.length ?? 0;

function clean(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, "\n")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^\s*\[[^\]]+\]:\s+\S+.*$/gm, ""); // link definitions
}

function plain(text: string): string {
  return text
    .replace(/\[?!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])(\]\([^)]*\))?/g, "") // images and badges
    .replace(/\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])/g, "$1") // links keep their words
    .replace(/<\/?[a-z][^>\n]*>/gi, "")
    .replace(/^\s*(```|~~~).*$/gm, "")
    .replace(/(\*\*\*|\*\*)(?=\S)(.*?\S)\1/g, "$2")
    .replace(/(`+)(?=\S)([^`]*?\S)\1/g, "$2")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
