import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { type Received, startReceiver } from "./receiver.ts";
import { freshState, started } from "./state.ts";

const patience = { timeout: 20_000, interval: 100 };

const verify = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

test("a receiver verifies what it is sent with the standard's own library: not a tampered body, both secrets while they change", async () => {
  const { url, received } = await startReceiver();
  const server = await started(freshState());
  await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { namespace_name: "main" });
  const inside = client(server.url, server.adminKey, "main");
  await inside.must("POST", "/v1/collections", { collection_name: "pages" });
  const hook = await inside.must("POST", "/v1/webhooks", {
    webhook_name: "mine",
    url: `${url}/in`,
    events: ["document.created", "document.deleted"],
  });
  const documents = Array.from({ length: 50 }, (_, n) => ({ document_id: `d-${n}`, text: `number ${n}` }));
  await inside.must("POST", "/v1/collections/pages/documents", { documents });
  await inside.must("DELETE", "/v1/documents/d-7");
  await expect.poll(() => received.length, patience).toBe(51);
  for (const one of received) {
    expect(verify(hook.secret, one)).toMatchObject({ subject: { type: "document" }, namespace_id: expect.any(String) });
    expect(() => verify(hook.secret, { ...one, body: one.body.replace("d-", "e-") })).toThrow();
  }
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(51);
  const rotated = await inside.must("POST", `/v1/webhooks/${hook.webhook_id}/rotate-secret`);
  expect(rotated.secret).not.toBe(hook.secret);
  await inside.must("POST", `/v1/webhooks/${hook.webhook_id}/test`);
  await expect.poll(() => received.length, patience).toBe(52);
  for (const secret of [hook.secret, rotated.secret]) verify(secret, received[51]!);
  await inside.must("POST", `/v1/webhooks/${hook.webhook_id}/rotate-secret`, { overlap_seconds: 0 });
  await inside.must("POST", `/v1/webhooks/${hook.webhook_id}/test`);
  await expect.poll(() => received.length, patience).toBe(53);
  for (const secret of [hook.secret, rotated.secret]) expect(() => verify(secret, received[52]!)).toThrow();
}, 60_000);

test("a sweep runs when it is asked for by name, as the contributors' guide has it; a change of configuration is told within a moment", async () => {
  const { url, received } = await startReceiver();
  const server = await started(freshState());
  const admin = client(server.url, server.adminKey);
  const sweeps = async () => (await admin.must("GET", "/v1/admin/sweeps")).sweeps as { name: string; report: object }[];
  const ran = async (name: string) => {
    const of = async () => (await sweeps()).find((one) => one.name === name);
    const before = await of();
    await admin.must("POST", "/v1/admin/sweeps", { sweep: name });
    await expect.poll(of, patience).not.toEqual(before);
    return (await of())?.report;
  };
  await admin.must("POST", "/v1/webhooks", { webhook_name: "all", url, events: ["namespace.created", "api_key.*"] });
  await admin.must("POST", "/v1/namespaces", { namespace_name: "told" });
  await admin.must("POST", "/v1/organizations/api-keys", { name: "told" });
  await expect.poll(() => received.length, patience).toBe(2);
  const types = received.map(({ body }) => JSON.parse(body).event_type);
  expect(types.sort()).toEqual(["api_key.created", "namespace.created"]);
  await expect.poll(async () => (await sweeps()).length, patience).toBeGreaterThan(5);
  expect(await ran("orphans")).toMatchObject({ objects_removed: 0 });
  expect(await ran("deliveries")).toMatchObject({ webhooks: 0 });
}, 60_000);
