/** An answer before it is a Response: plain, so that it can be kept, and its headers joined with the walk's in one go. */
export interface Answer {
  status: number;
  /** A stream is read as it is sent, and not kept. */
  body: string | ReadableStream<Uint8Array>;
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

/** Pieces of text, each made when there is room to send it. Whoever stops reading stops their making. */
export function textStream(pieces: AsyncIterable<string>, type: string): Answer {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return { status: 200, body, type };
}
