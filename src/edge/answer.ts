/** An answer before it is a Response: plain, so that it can be kept, and its headers joined with the walk's in one go. */
export interface Answer {
  status: number;
  body: string;
  type: string;
  headers?: Record<string, string>;
}

/** Server-sent events, with the closing line that published clients wait for. */
export const eventStream = (events: readonly unknown[]): Answer => ({
  status: 200,
  body: `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n`,
  type: "text/event-stream",
});

export const json = (value: unknown, status = 200): Answer => jsonText(JSON.stringify(value), status);

export const jsonText = (body: string, status: number): Answer => ({ status, body, type: "application/json" });
