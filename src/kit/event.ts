/** Whether a subscription (a type, `document.*`, or `*`) means events of a type. */
export const eventMatches = (pattern: string, type: string): boolean =>
  pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)));
