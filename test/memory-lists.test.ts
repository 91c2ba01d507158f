import { expect, test } from "vitest";
import { caller, organization } from "./tenant";

/** A namespace with memories of two agents that alternate, `m-0` on. */
async function filled(count: number) {
  const home = await organization();
  await home.call("POST", "/v1/namespaces", { name: "main" });
  const call = caller(home.key, "main");
  for (const [agent, rest] of [
    ["even", 0],
    ["odd", 1],
  ] as const) {
    const memories = Array.from({ length: count / 2 }, (_, i) => ({
      id: `m-${2 * i + rest}`,
      content: `number ${i}`,
      importance: i % 2 === 0 ? 0.8 : 0.4,
    }));
    expect((await call("POST", "/v1/memories/store/batch", { agent_id: agent, memories })).status).toBe(200);
  }
  return call;
}

test("a list is read page by page, each behind the last memory of the one before, whatever comes or goes meanwhile", async () => {
  const call = await filled(1400);
  const asked = { agent_id: "odd", filter: { min_importance: 0.5 }, limit: 100 };
  const list = async (more: object) => (await call("POST", "/v1/memories/recall/batch", { ...asked, ...more })).body;
  const first = await list({});
  expect(first).toMatchObject({ total: 700, filtered: 350 });
  expect(first.memories.map(({ id }: { id: string }) => id).slice(0, 3)).toEqual(["m-1", "m-5", "m-9"]);
  const { next_cursor } = first;
  // The last one of the page goes, and a new one comes: nothing is missed and nothing seen twice.
  await call("POST", "/v1/memory/forget", { agent_id: "odd", memory_ids: [first.memories.at(-1).id] });
  await call("POST", "/v1/memory/store", { agent_id: "odd", id: "late", content: "late", importance: 0.9 });
  const seen = new Set(first.memories.map(({ id }: { id: string }) => id));
  for (let cursor = next_cursor; cursor; ) {
    const page = await list({ cursor });
    // Counted once, when the list was begun.
    expect(page).toMatchObject({ total: 700, filtered: 350 });
    for (const { id } of page.memories) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    cursor = page.next_cursor;
  }
  expect(seen.size).toBe(351);
  expect(seen.has("late")).toBe(true);
  // Counted from memory after a recall, as it was from the table before.
  await call("POST", "/v1/memory/recall", { agent_id: "odd", query: "number" });
  expect(await list({})).toMatchObject({ total: 700, filtered: 350 });
});

test("a cursor that is not of this list, and a cursor with an offset, are refused", async () => {
  const call = await filled(6);
  const list = (more: object) => call("POST", "/v1/memories/recall/batch", { agent_id: "odd", limit: 1, ...more });
  const { next_cursor: cursor } = (await list({})).body;
  expect((await list({ cursor })).body.memories[0].id).toBe("m-3");
  expect(await list({ cursor, offset: 1 })).toMatchObject({ status: 400 });
  expect(await list({ cursor, filter: { min_importance: 0.5 } })).toMatchObject({ status: 400 });
  const place = atob(cursor.replaceAll("-", "+").replaceAll("_", "/")).replace(/,\d+/, ',"x"');
  expect(await list({ cursor: btoa(place) })).toMatchObject({ status: 400 });
  expect((await list({ offset: 2 })).body.memories[0].id).toBe("m-5");
});
