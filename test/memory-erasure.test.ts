import { expect, test } from "vitest";
import { cellBytes } from "./stored";
import { caller, organization } from "./tenant";

/** The support platform of the published pattern, in small: businesses with customers who have said things. */
const [businesses, customers, said] = [4, 20, 3];

test("one customer of one business is erased: exactly that, with a receipt, and every other byte stays as it was", async () => {
  const admin = await organization();
  const ids: string[] = [];
  for (let b = 0; b < businesses; b++) {
    const made = await admin.call("POST", "/v1/namespaces", { name: `tenant-${b}` });
    ids.push(made.body.namespace_id);
    const call = caller(admin.key, `tenant-${b}`);
    for (let c = 0; c < customers; c++) {
      const agent_id = `customer-${c}`;
      await call("POST", "/v1/sessions/start", { agent_id, id: `chat-${c}` });
      const memories = Array.from({ length: said }, (_, n) => ({
        id: `m-${c}-${n}`,
        session_id: `chat-${c}`,
        content: `Customer ${c} of Acme Corp asked Ann about order ${n} in Berlin.`,
      }));
      expect((await call("POST", "/v1/memories/store/batch", { agent_id, memories })).status).toBe(200);
      await call("POST", `/v1/memories/m-${c}-0/links`, { target_id: `m-${(c + 1) % customers}-0` });
      await call("POST", `/v1/memories/m-${c}-1/feedback`, { signal: "upvote" });
    }
    await call("GET", "/v1/memories/m-0-0/graph");
  }
  const states = () => Promise.all(ids.map((id) => cellBytes(id)));
  const before = await states();
  const call = caller(admin.key, "tenant-1");
  for (const body of [
    {},
    { filter: {} },
    { agent_id: "customer-7", filter: { tags: [] } },
    { filter: { memory_ids: [] } },
  ])
    expect(
      (await call("DELETE", "/v1/memories/forget/batch", body)).status,
      JSON.stringify(body),
    ).toBeGreaterThanOrEqual(400);
  expect(await states()).toEqual(before);

  const erased = await call("DELETE", "/v1/memories/forget/batch", { agent_id: "customer-7" });
  expect(erased).toMatchObject({ status: 200, body: { deleted_count: said } });
  const after = await states();
  for (const [b, state] of after.entries()) {
    if (b !== 1) expect(state).toEqual(before[b]);
    else expect(untold(state)).toEqual(without(before[1] ?? {}, "customer-7"));
  }
  expect(
    (await call("POST", "/v1/memory/recall", { query: "Customer 7 order", agent_id: "customer-7" })).body.memories,
  ).toEqual([]);
  expect((await call("GET", "/v1/sessions/chat-7")).status).toBe(404);
  expect(JSON.stringify(await cellBytes(ids[1] ?? ""))).not.toContain("customer-7");
});

type State = Record<string, unknown[]>;

/** Without the one event that tells of the erasure, and of whom it does not tell. */
const untold = (state: State): State =>
  Object.fromEntries(
    Object.entries(state).map(([name, rows]) => [
      name,
      rows.filter((row) => !JSON.stringify(row).includes('"forgotten"')),
    ]),
  );

/** What a cell's tables hold when whatever hangs on one agent's memories is taken away. */
function without(state: State, agent: string): State {
  const rowsOf = (table: string) => Object.entries(state).find(([name]) => name.endsWith(` ${table}`))?.[1] ?? [];
  const cells = (row: unknown) => Object.fromEntries(row as [string, unknown][]);
  const gone = new Set(
    rowsOf("memories")
      .map(cells)
      .filter((row) => row.agent_id === agent)
      .map((row) => row.seq),
  );
  const stays = (row: unknown) => {
    const { seq, source, target, agent_id } = cells(row);
    return agent_id !== agent && !gone.has(seq) && !gone.has(source) && !gone.has(target);
  };
  return Object.fromEntries(
    Object.entries(state).map(([name, rows]) => [name, name.includes(" memor") ? rows.filter(stays) : rows]),
  );
}

test("a batch is forgotten by what its filter says, page by page it is read, and all of it only when that is said", async () => {
  const admin = await organization();
  await admin.call("POST", "/v1/namespaces", { name: "tenant-a" });
  const call = caller(admin.key, "tenant-a");
  const memories = Array.from({ length: 10 }, (_, n) => ({
    id: `m${n}`,
    content: `Note number ${n}`,
    importance: (n + 1) / 10,
    tags: n % 2 ? ["odd"] : ["even", "two"],
  }));
  await call("POST", "/v1/memories/store/batch", { memories });
  const page = async (body: object) => (await call("POST", "/v1/memories/recall/batch", body)).body;
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const found: { memories: { id: string }[]; next_cursor: string | null; total: number; filtered: number } =
      await page({ filter: { tags: ["even", "two"] }, limit: 2, cursor });
    expect(found).toMatchObject({ total: 10, filtered: 5 });
    ids.push(...found.memories.map(({ id }) => id));
    cursor = found.next_cursor;
  } while (cursor);
  expect(ids).toEqual(["m0", "m2", "m4", "m6", "m8"]);
  const forget = async (body: object) => (await call("DELETE", "/v1/memories/forget/batch", body)).body.deleted_count;
  expect(await forget({ filter: { tags: ["odd"], min_importance: 0.6 } })).toBe(3);
  expect((await call("POST", "/v1/memory/forget", { memory_ids: ["m0", "never"] })).body).toMatchObject({
    deleted_count: 1,
  });
  expect((await call("POST", "/v1/memory/forget", { agent_id: "tenant-a" })).status).toBe(400);
  expect((await page({})).total).toBe(6);
  expect(await forget({ all: true })).toBe(6);
  expect((await page({})).total).toBe(0);
});
