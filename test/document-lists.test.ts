import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { app, tenant } from "./tenant";

const path = "/v1/collections/pages/documents";
const ids = (results: { document_id: string }[]) => results.map((one) => one.document_id);

test("a list is walked by cursor without a gap or a repeat, whatever is written or deleted meanwhile", async () => {
  const ada = await tenant();
  const documents = Array.from({ length: 25 }, (_, i) => ({ document_id: `n-${i}` }));
  await ada.call("POST", path, { documents });
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page === 0 || cursor; page++) {
    const query: string = cursor ? `?limit=7&cursor=${encodeURIComponent(cursor)}` : "?limit=7";
    const { body } = await ada.call("POST", `${path}/list${query}`, {});
    seen.push(...ids(body.results));
    cursor = body.pagination.next_cursor;
    await ada.call("POST", path, { document_id: `late-${page}` });
    if (page === 0) await ada.call("DELETE", "/v1/documents/n-3");
    if (page === 1) await ada.call("DELETE", "/v1/documents/n-20");
  }
  const expected = ids(documents).filter((id) => id !== "n-20");
  expect(seen.filter((id) => id.startsWith("n-"))).toEqual(expected);
  expect(new Set(seen).size).toBe(seen.length);
  const offset = await ada.call("POST", `${path}/list?limit=3&offset=2`, {});
  expect(ids(offset.body.results)).toEqual(["n-2", "n-4", "n-5"]);
  expect(offset.body).toMatchObject({ total_documents: 23 + 4, pagination: { page_size: 3 } });
  const inBody = await ada.call("POST", `${path}/list?limit=3`, { limit: 1, offset: 1 });
  expect(ids(inBody.body.results)).toEqual(["n-1"]);
});

test("a cursor belongs to its list: another collection, another tenant or an edited one is refused", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  for (const { call } of [ada, bob]) {
    await call("POST", path, { documents: [{}, {}, {}] });
    await call("POST", "/v1/collections", { collection_name: "other" });
  }
  const { next_cursor } = (await ada.call("POST", `${path}/list?limit=1`, {})).body.pagination;
  const at = (call: typeof ada.call, where: string, cursor: string) => call("POST", `${where}/list`, { cursor });
  expect((await at(ada.call, path, next_cursor)).body.results).toHaveLength(2);
  const bad = await at(bob.call, path, "nonsense");
  expect(bad).toMatchObject({ status: 422, body: { detail: expect.stringContaining("cursor") } });
  const foreign = await at(bob.call, path, next_cursor);
  expect([foreign.status, foreign.body.detail]).toEqual([bad.status, bad.body.detail]);
  expect(await at(ada.call, "/v1/collections/other/documents", next_cursor)).toMatchObject({ status: 422 });
  for (const edited of [
    next_cursor.slice(1),
    `${next_cursor}AAAA`,
    "W10",
    "",
    "%00",
    btoa('["x",-1]'),
    "é".repeat(10),
  ]) {
    const { status } = await at(ada.call, path, edited);
    expect([edited === "" ? 200 : 422], edited).toContain(status);
  }
  const [mark] = JSON.parse(atob(next_cursor.replaceAll("-", "+").replaceAll("_", "/")));
  for (const place of [
    [],
    [null],
    [{}],
    [[]],
    ["x"],
    [-1],
    [0.5],
    [2 ** 60],
    ["'; DROP"],
    [1, 2, 3, 4, 5, 6],
    [true],
  ]) {
    const forged = btoa(JSON.stringify([mark, ...place]));
    expect([200, 422], JSON.stringify(place)).toContain((await at(ada.call, path, forged)).status);
  }
});

test("ten megabytes are taken and a byte more is not, whether or not the length is told beforehand", async () => {
  const ada = await tenant();
  const limit = 10 * 2 ** 20;
  const batch = (bytes: number) => {
    const documents = Array.from({ length: 10 }, (_, i) => ({ document_id: `b-${i}`, pad: "é".repeat(450_000) }));
    const text = JSON.stringify({ documents });
    return text + " ".repeat(bytes - new TextEncoder().encode(text).length);
  };
  const send = async (body: string, told: boolean) => {
    const headers = {
      authorization: `Bearer ${ada.key}`,
      "x-namespace": "main",
      ...(told && { "content-length": `${new TextEncoder().encode(body).length}` }),
    };
    return app.request(path, { method: "POST", headers, body }, env);
  };
  for (const told of [true, false]) {
    const over = await send(batch(limit + 1), told);
    expect([over.status, (await over.json<{ code: string }>()).code]).toEqual([413, "too_large"]);
  }
  expect((await ada.call("POST", `${path}/list`, {})).body.total_documents).toBe(0);
  expect((await send(batch(limit), false)).status).toBe(200);
});
