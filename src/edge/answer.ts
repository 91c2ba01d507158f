/** An answer before it is a Response: plain, so that it can be kept, and its headers joined with the walk's in one go. */
export interface Answer {
  status: number;
  body: string;
  type: string;
  headers?: Record<string, string>;
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(value),
  type: "application/json",
});
