import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** What it was answered. */
  status: number;
}

/** A receiver on this machine: an HTTP server that answers with whatever status `answer` says. */
export async function startReceiver(answer: (got: Omit<Received, "status">) => number | Promise<number> = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const got = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
    const status = await answer(got);
    received.push({ ...got, status });
    response.writeHead(status, status >= 300 && status < 400 ? { location: "http://127.0.0.1:1/" } : {}).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received };
}
