import { expect, test } from "vitest";
import { journalSchema } from "../src/cell/migrations";
import { caller, clock, tenant } from "./tenant";

interface Told {
  id: string;
  event_type: string;
  agent_id?: string;
  timestamp: number;
  details: Record<string, unknown>;
}

async function busy() {
  const home = await tenant();
  const { call } = home;
  const at = clock.now;
  const audit = async (query = ""): Promise<{ events: Told[]; total: number; cursor: string | null }> =>
    (await call("GET", `/v1/audit?${query}`)).body;
  const types = async (query = "") => (await audit(query)).events.map(({ event_type }) => event_type);
  await call("POST", "/v1/sessions/start", { id: "s", agent_id: "ann", idle_timeout_secs: 60 });
  await call("POST", "/v1/memory/store", { id: "m-1", agent_id: "ann", session_id: "s", content: "A secret." });
  clock.now += 5000;
  await call("POST", "/v1/memories/m-1/feedback", { signal: "upvote" });
  await call("POST", "/v1/memory/recall", { agent_id: "ann", query: "secret" });
  await call("POST", "/v1/memory/store", { id: "m-2", agent_id: "bob", content: "Another secret.", ttl_seconds: 30 });
  clock.now += 5000;
  await call("POST", "/v1/memory/forget", { agent_id: "ann", memory_ids: ["m-1"] });
  return { ...home, audit, types, at };
}

test("what was done with memories is told, the newest first, by whom and when, and never what they hold", async () => {
  const { call, audit, types, at } = await busy();
  const { events, total, cursor } = await audit();
  expect(events.map(({ event_type, agent_id }) => [event_type, agent_id])).toEqual([
    ["forgotten", "ann"],
    ["stored", "bob"],
    ["recalled", "ann"],
    ["importance_updated", "ann"],
    ["stored", "ann"],
    ["session_started", "ann"],
  ]);
  expect([total, cursor]).toEqual([6, null]);
  expect(events[0]).toMatchObject({ timestamp: at + 10_000, details: { count: 1, memory_ids: ["m-1"] } });
  expect(events[3]?.details).toMatchObject({ memory_id: "m-1", signal: "upvote", old_importance: 0.5 });
  expect(JSON.stringify(events)).not.toContain("secret");
  expect(await types("agent_id=bob")).toEqual(["stored"]);
  expect(await types("event_type=stored")).toEqual(["stored", "stored"]);
  expect(await types(`from=${at + 5000}&to=${at + 5000}`)).toEqual(["stored", "recalled", "importance_updated"]);
  expect(await types(`to=${at / 1000}`)).toEqual(["stored", "session_started"]);
  // A session that was silent, by whoever looks next.
  clock.now += 60_000;
  await call("GET", "/v1/sessions");
  expect((await audit("limit=1")).events[0]).toMatchObject({
    event_type: "session_ended",
    details: { session_id: "s", reason: "idle" },
  });
  await call("POST", "/v1/import", { data: [{ id: "m-9", content: "A third secret." }] });
  expect((await audit("limit=1")).events[0]).toMatchObject({
    event_type: "stored",
    details: { memory_id: "m-9", created: true, imported: true },
  });
  for (const wrong of ["event_type=read", "limit=0", "limit=10001", "from=yesterday", "cursor=x", "agent=ann"])
    expect((await call("GET", `/v1/audit?${wrong}`)).status, wrong).toBe(400);
});

test("a journal is read page by page, and exported as lines", async () => {
  const { call, audit } = await busy();
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof audit>> = await audit(`limit=4${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.events.map(({ id }) => id));
    cursor = page.cursor;
  }
  const whole = (await audit()).events;
  expect(seen).toEqual(whole.map(({ id }) => id));
  const lines = (await call("GET", "/v1/audit/export?agent_id=bob")).body;
  expect(lines).toMatchObject({ format: "jsonl", count: 1 });
  expect(JSON.parse(lines.data)).toEqual(whole.find(({ agent_id }) => agent_id === "bob"));
  const csv = (await call("POST", "/v1/audit/export", { format: "csv", event_type: "stored" })).body;
  expect(csv.data.split("\r\n")[0]).toBe("id,event_type,agent_id,namespace,timestamp,details");
  expect(csv.count).toBe(2);
});

test("who is erased leaves the journal; it is for who administers the namespace, and its cell may be without one", async () => {
  const { call, types, audit } = await busy();
  await call("DELETE", "/v1/memories/forget/batch", { agent_id: "ann" });
  expect(await types()).toEqual(["forgotten", "stored"]);
  const { events } = await audit("event_type=forgotten");
  expect(events).toMatchObject([{ details: { count: 0, memory_ids: [] } }]);
  expect(events[0]).not.toHaveProperty("agent_id");
  const { key } = (await call("POST", "/v1/namespaces/main/keys", { name: "worker", scope: "write" })).body;
  expect((await caller(key, "main")("GET", "/v1/audit")).status).toBe(403);
  await call("POST", "/v1/namespaces/main/migrate", { target_version: journalSchema - 1 });
  expect((await call("POST", "/v1/memory/store", { content: "x" })).status).toBe(200);
  expect((await audit()).total).toBe(0);
});
