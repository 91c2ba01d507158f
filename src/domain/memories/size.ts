/** Characters of metadata as JSON: with the longest content it fits into a row, whatever alphabet it is in. */
const mostMetadata = 262_144;

export const metadataFits = (metadata: unknown) => JSON.stringify(metadata).length <= mostMetadata;
export const metadataTooLong = `Metadata may have ${mostMetadata} characters as JSON at most.`;
