import type { ListedDocument } from "./contract";

/**
 * A document on its way out of the cell: a line of JSON about it, then its body as it is stored. One text crosses for
 * much less than an object, whose members are each written and read.
 */
export const crossing = ({ body, ...about }: ListedDocument): string => `${JSON.stringify(about)}\n${body}`;

export function arrived(text: string): ListedDocument {
  const end = text.indexOf("\n"); // JSON writes none
  return { ...JSON.parse(text.slice(0, end)), body: text.slice(end + 1) };
}
