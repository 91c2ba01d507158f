import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { startReceiver } from "./receiver.ts";
import { freshState, started } from "./state.ts";

const script = fileURLToPath(new URL("chaos-start.ts", import.meta.url));
const [rounds, perRound, writers] = [5, 400, 4];

test("2,000 documents, a receiver that fails at random, a queue that loses and repeats, kill -9 five times: every event arrives, under one id, and none of a change that was not made", async () => {
  let failing = 0.3;
  const { url, received } = await startReceiver(() => (Math.random() < failing ? 500 : 200));
  const state = freshState();
  const acknowledged: string[] = [];
  const refused: string[] = [];
  let hook = "";
  for (let round = 0; round < rounds; round++) {
    const server = await started(state, script);
    const inside = client(server.url, server.adminKey, "kept");
    if (round === 0) hook = await found(server, url);
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const ids = Array.from({ length: 1 + (n % 5) }, (_, i) => `r${round}w${writer}n${n}i${i}`);
        // One batch in ten has an id that is taken: all of it is rolled back.
        const isBad = n % 10 === 9 && acknowledged.length > 0;
        const sent = isBad ? [...ids, acknowledged[0]!] : ids;
        const documents = sent.map((document_id) => ({ document_id, text: document_id }));
        const path = "/v1/collections/notes/documents";
        const answer = await inside.call("POST", path, { documents }).catch(() => undefined);
        if (!answer) return; // the server is gone
        expect(answer.status).toBe(isBad ? 409 : 200);
        (isBad ? refused : acknowledged).push(...ids);
      }
    });
    const enough = (round + 1) * perRound;
    await expect.poll(() => acknowledged.length, { timeout: 30_000, interval: 5 }).toBeGreaterThanOrEqual(enough);
    await server.end("SIGKILL");
    await Promise.all(writing);
  }
  failing = 0;
  const server = await started(state, script);
  const inside = client(server.url, server.adminKey, "kept");
  const admin = client(server.url, server.adminKey);
  const stored = await idsIn(inside);
  for (const id of acknowledged) expect(stored.has(id)).toBe(true);
  for (const id of refused) expect(stored.has(id)).toBe(false);
  const arrived = () => new Map(received.filter(({ status }) => status === 200).map(({ body }) => idsOf(body)));
  const missing = () => [...stored].filter((id) => !arrived().has(id)).length;
  const settled = async () => {
    // What failed waits for minutes: the receiver is well again, and says so.
    await inside.must("POST", `/v1/webhooks/${hook}/recover`, { since: "2020-01-01T00:00:00Z" });
    // The next minute's tick would do the same: what was asked for here is as likely to be lost as anything else.
    for (const sweep of ["events", "deliveries"]) await admin.must("POST", "/v1/admin/sweeps", { sweep });
    return missing();
  };
  await expect.poll(settled, { timeout: 70_000, interval: 500 }).toBe(0);
  const events = new Map<string, Set<string>>();
  for (const { body } of received) {
    const [document, event] = idsOf(body);
    events.set(document, (events.get(document) ?? new Set()).add(event));
  }
  expect([...events.keys()].filter((id) => !stored.has(id))).toEqual([]);
  expect([...events.values()].filter((ids) => ids.size !== 1)).toEqual([]);
  expect(stored.size).toBeGreaterThanOrEqual(rounds * perRound);
  expect(received.filter(({ status }) => status === 500).length).toBeGreaterThan(100);
}, 180_000);

function idsOf(body: string): [document: string, event: string] {
  const { subject, event_id } = JSON.parse(body);
  return [subject.id, event_id];
}

async function found({ url, adminKey }: { url: string; adminKey: string }, receiver: string): Promise<string> {
  await client(url, adminKey).must("POST", "/v1/namespaces", { namespace_name: "kept" });
  const inside = client(url, adminKey, "kept");
  await inside.must("POST", "/v1/collections", { collection_name: "notes" });
  const hook = { webhook_name: "all", url: receiver, events: ["document.created"] };
  return (await inside.must("POST", "/v1/webhooks", hook)).webhook_id;
}

async function idsIn(inside: ReturnType<typeof client>): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: { results: { document_id: string }[]; pagination: { next_cursor: string | null } } = await inside.must(
      "POST",
      "/v1/collections/notes/documents/list",
      { limit: 1000, ...(cursor && { cursor }) },
    );
    for (const { document_id } of page.results) ids.add(document_id);
    cursor = page.pagination.next_cursor;
  } while (cursor);
  return ids;
}
