import { newId } from "../kit/id";

/** A caller's own request id is kept when it is fit for a log line. */
export function requestIdOf(header: string | undefined): string {
  return header && /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/.test(header) ? header : newId("request");
}
