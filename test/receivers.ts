import { deliverDue } from "../src/jobs/deliveries";
import type { Id } from "../src/kit/id";
import { dueWebhooks } from "../src/store/deliveries";
import { fetchOutbox, routeEvents } from "../src/store/events";
import { bindings, clock } from "./tenant";

/** A request as a receiver got it. */
export interface Received {
  at: number;
  url: string;
  headers: Record<string, string>;
  body: string;
}

type Answer = (received: Received) => Response | Promise<Response>;

/** The internet of the tests: names with their addresses, hosts that answer, and what stands in for services beside us. */
const names = new Map<string, string[]>();
const hosts = new Map<string, Answer>();
const publicAddress = "93.184.215.14";

export const resolve = (name: string, ...addresses: string[]) => void names.set(name, addresses);

/** A host of this name that answers so, and what it has received. */
export function receiver(host: string, answer: Answer = () => new Response("ok")) {
  const received: Received[] = [];
  hosts.set(host, async (one) => {
    received.push(one);
    return answer(one);
  });
  return received;
}

const { fetch } = globalThis;

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { hostname, searchParams } = new URL(request.url);
  if (hostname === "cloudflare-dns.com") {
    const name = searchParams.get("name") ?? "";
    const found = names.get(name) ?? (name.endsWith("example.com") ? [publicAddress] : []);
    const isMeant = (address: string) => (searchParams.get("type") === "AAAA") === address.includes(":");
    return Response.json({
      Answer: found.filter(isMeant).map((data) => ({ type: data.includes(":") ? 28 : 1, data })),
    });
  }
  // No webhook leads here; `guarded-fetch.test.ts` has that.
  if (hostname === "127.0.0.1") return fetch(request);
  const answer = hosts.get(hostname);
  if (!answer) throw new TypeError(`nobody is ${hostname}`);
  const headers = Object.fromEntries(request.headers);
  return answer({ at: clock.now, url: request.url, headers, body: await request.text() });
};

/** Takes events from a cell to their receivers, as far as they are due by the tests' clock. */
export async function deliver(...namespaceIds: Id<"namespace">[]): Promise<void> {
  const now = () => clock.now;
  for (const id of namespaceIds) await fetchOutbox(bindings, id);
  while ((await routeEvents(bindings, clock.now)) > 0);
  for (const id of await dueWebhooks(bindings, clock.now, 1_000)) await deliverDue(bindings, id, now, () => 0.5);
}
