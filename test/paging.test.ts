import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { app, tenant } from "./tenant";

test("pages behind a cursor neither repeat nor skip while others write, and a cursor serves its own results only", async () => {
  const ada = await tenant();
  const path = "/v1/collections/pages/documents";
  const documents = Array.from({ length: 30 }, (_, n) => ({
    document_id: `d${n}`,
    text: `harbour ${"boat ".repeat(30 - n)}`,
  }));
  await ada.call("POST", path, { documents });
  const run = async (pagination: object, query = "boat harbour") =>
    ada.call("POST", "/v1/retrievers/search/execute", { inputs: { query }, pagination });
  const whole = (await run({ method: "offset", page_size: 25 })).body.results.map(
    (one: { document_id: string }) => one.document_id,
  );
  for (const [method, ask, told] of [
    ["cursor", "cursor", "next_cursor"],
    ["keyset", "after", "next_after"],
    ["scroll", "scroll_id", "scroll_id"],
  ] as const) {
    const seen: string[] = [];
    let place: string | null = null;
    do {
      const page = await run({ method, limit: 7, [ask]: place });
      expect(page).toMatchObject({ status: 200, body: { pagination: { method, total: 25 } } });
      seen.push(...page.body.results.map((one: { document_id: string }) => one.document_id));
      place = page.body.pagination[told];
      expect(page.body.pagination.has_next).toBe(place !== null);
    } while (place);
    expect(seen, method).toEqual(whole);
  }
  const first = await run({ method: "cursor", limit: 5 });
  const { next_cursor: cursor } = first.body.pagination;
  expect((await run({ method: "cursor", cursor }, "another query")).status).toBe(422);
  expect((await run({ method: "cursor", cursor: "made-up" })).status).toBe(422);
  await ada.call("DELETE", "/v1/documents/d0");
  const next = await run({ method: "cursor", limit: 5, cursor });
  expect(next.body.results[0].document_id).toBe(whole[5]);
});

test("an execution that asks for a stream is told as events, which end as published clients expect", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections/pages/documents", { text: "a boat in the harbour" });
  const response = await app.request(
    "/v1/retrievers/search/execute",
    {
      method: "POST",
      headers: { authorization: `Bearer ${ada.key}`, "x-namespace": "main", accept: "text/event-stream" },
      body: JSON.stringify({ inputs: { query: "boat" }, settings: { limit: 5 }, stream: true }),
    },
    env,
  );
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const lines = (await response.text()).trim().split("\n\n");
  expect(lines.pop()).toBe("data: [DONE]");
  const events = lines.map((line) => JSON.parse(line.replace(/^data: /, "")));
  expect(events.map((event) => event.event_type)).toEqual(["stage_complete", "execution_complete"]);
  expect(events[1]).toMatchObject({ results: [{ text: "a boat in the harbour" }], pagination: { total: 1 } });
});
