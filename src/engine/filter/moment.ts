const form =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d))?)?$/;

/**
 * The moment that an ISO 8601 text names, in milliseconds since 1970 to the microsecond; undefined for any other text.
 * A day (`2026-11-20`) or a day and a time (`2026-11-20T12:00`, seconds, fraction and offset as there are). Without an
 * offset it is UTC, which is how the published clients write their own times.
 */
export function momentOf(text: string): number | undefined {
  // Nearly every text that is asked is none: the first look costs nothing.
  if (text.charCodeAt(4) !== 45 || text.length > 40) return undefined;
  const found = form.exec(text);
  if (!found) return undefined;
  const [, day = "", time = "00:00", seconds = "00", fraction = "", sign, hours = "0", minutes = "0"] = found;
  const ms = Date.parse(`${day}T${time}:${seconds}Z`);
  // The platform reads 30 February as 2 March, and 24:00 as the next day.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const micros = Number(fraction.slice(0, 6).padEnd(6, "0"));
  return ms + micros / 1000 - (sign === "-" ? -offset : offset);
}
