/** A row of the cell holds 2 MB at most, in UTF-8, and has other columns too. */
export const maxDocumentBytes = 1_500_000;

const encoder = new TextEncoder();

/** No character takes more than three bytes of UTF-8 for each of its units: most bodies need no counting. */
export const isTooLarge = (body: string) =>
  body.length * 3 > maxDocumentBytes && encoder.encode(body).length > maxDocumentBytes;
