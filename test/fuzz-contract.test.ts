import { expect, test } from "vitest";
import { caller, tenant } from "./tenant";

test("dump", async () => {
  const ada = await tenant();
  const doc = (await caller(undefined)("GET", "/openapi.json")).body;
  console.log(`DOC ${JSON.stringify(doc)}`);
  console.log(`STAGES ${JSON.stringify((await ada.call("GET", "/v1/retrievers/stages")).body)}`);
  expect(1).toBe(1);
});
