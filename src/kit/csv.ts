/** Comma-separated values by RFC 4180: lines end with CRLF, and what would be misread stands in quotes. */
export const writeCsv = (lines: readonly (readonly string[])[]) =>
  lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");

const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The fields of each line; a line without any is passed over. Undefined for what is no CSV. */
export function readCsv(text: string): string[][] | undefined {
  const one = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  const lines: string[][] = [];
  let line: string[] = [];
  while (one.lastIndex < text.length || line.length > 0) {
    const found = one.exec(text);
    if (!found) return undefined;
    const [, inQuotes, bare = "", end] = found;
    line.push(inQuotes?.replaceAll('""', '"') ?? bare);
    if (end === ",") continue;
    if (line.length > 1 || line[0] !== "") lines.push(line);
    line = [];
  }
  return lines;
}
