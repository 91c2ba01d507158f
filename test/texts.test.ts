import { expect, test } from "vitest";
import { tenant } from "./tenant";

const of = (path: string) => `/v1/namespaces/main/${path}`;

test("texts of the memory dialect are put, found by words and vectors, replaced and deleted", async () => {
  const { call } = await tenant();
  expect((await call("POST", of("query-text"), { text: "boat" })).body.results).toEqual([]);
  const documents = [
    { id: "a", text: "A sailing boat for the open sea.", metadata: { length: 12 } },
    { id: "b", text: "Logs tied together make a raft {{INPUT.query}}." },
  ];
  const put = await Promise.all([1, 2].map(() => call("POST", of("upsert-text"), { documents })));
  for (const { body } of put) expect(body).toMatchObject({ upserted_count: 2, model: "text_extractor@v1" });
  const found = (await call("POST", of("query-text"), { text: "sailing boats", top_k: 3 })).body.results;
  expect(found[0]).toMatchObject({ id: "a", text: documents[0]?.text, metadata: { length: 12 } });
  expect(found[0].score).toBeGreaterThan(0);
  const bare = await call("POST", of("query-text"), { text: "sailing", include_text: false });
  expect(bare.body.results[0]).not.toHaveProperty("text");
  const many = await call("POST", of("batch-query-text"), { queries: ["raft", "sea"] });
  expect(many.body.results.map((one: { id: string }[]) => one[0]?.id)).toEqual(["b", "a"]);
  // A query that looks like a template is text.
  expect((await call("POST", of("fulltext/search"), { query: "{{INPUT.query}} raft" })).body.results[0].id).toBe("b");
  for (const vector_weight of [0, 0.5, 1])
    expect((await call("POST", of("hybrid"), { text: "open sea", vector_weight })).body.results[0].id).toBe("a");
  await call("POST", of("fulltext/index"), { documents: [{ id: "a", text: "A tug." }] });
  expect((await call("POST", of("fulltext/search"), { query: "sailing" })).body.results).toEqual([]);
  expect((await call("POST", of("fulltext/delete"), { ids: ["a", "never"] })).body).toEqual({ deleted_count: 1 });
  expect((await call("POST", of("query-text"), { text: "tug", filter: { a: { $eq: 1 } } })).body.results).toEqual([]);
});
