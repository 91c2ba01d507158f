/** A moment as the API writes it: ISO 8601 in UTC, with milliseconds and a Z. */
export const iso = (ms: number) => new Date(ms).toISOString();

export const isoOrNull = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : iso(ms));
