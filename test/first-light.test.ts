import { expect, test } from "vitest";
import { caller, tenant } from "./tenant";

test("a page searches its tenant with a browser key", async () => {
  const ada = await tenant();
  const made = await ada.call("POST", `/v1/collections/${ada.collectionId}/documents`, {
    documents: [
      { title: "Sailing", text: "The boat sails across the quiet harbour." },
      { title: "Cooking", text: "Onions are fried slowly in butter." },
    ],
  });
  expect(made).toMatchObject({ status: 200, body: { created_count: 2 } });
  const key = await ada.call("POST", `/v1/retrievers/${ada.retrieverId}/api-keys`, { name: "page" });
  expect(key.status).toBe(201);
  const page = caller(key.body.key);
  const found = await page("POST", `/v1/retrievers/${ada.retrieverId}/execute`, { inputs: { query: "sailing boats" } });
  expect(found).toMatchObject({ status: 200 });
  expect(found.body.results[0]).toMatchObject({ title: "Sailing" });
  const published = await caller(undefined)(
    "POST",
    "/v1/public/retrievers/execute",
    { inputs: { query: "butter" } },
    { "x-public-api-key": key.body.key },
  );
  expect(published.body.results[0]).toMatchObject({ title: "Cooking" });
  expect((await page("GET", "/v1/collections")).status).toBe(403);
  const openapi = await page("GET", "/openapi.json");
  expect(Object.keys(openapi.body.paths).length).toBeGreaterThan(15);
});
