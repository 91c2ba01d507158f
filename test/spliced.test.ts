import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { createApp } from "../src/edge/app";
import { Spliced, splice } from "../src/kit/spliced";
import { route } from "../src/routes/route";

const members = { document_id: "doc_1", _internal: { created_at: "now" } };

test.each([
  {},
  { text: 'says "document_id" and ends in }', 7: "first", nested: { list: [1, "é\u2028\ud800"] } },
  { document_id: "forged", text: "a" },
  { inner: { _internal: "not ours" } },
])("an object that is left as text is answered as if it had been read: %j", (object) => {
  const text = splice(JSON.stringify(object), members);
  expect(text).toBe(JSON.stringify({ ...object, ...members }));
});

test("only a contract that lets any field pass lets an unread object through, and its own members have to be right", async () => {
  const open = z.looseObject({ id: z.string() });
  const routes = [
    route("GET /open", { does: "", on: "public", returns: open, run: () => new Spliced('{"a":1}', { id: "x" }) }),
    route("GET /closed", {
      does: "",
      on: "public",
      returns: z.object({ id: z.string() }),
      run: () => new Spliced('{"secret":1}', { id: "x" }),
    }),
    route("GET /wrong", {
      does: "",
      on: "public",
      returns: open,
      run: () => new Spliced('{"id":"x"}', JSON.parse("{}")),
    }),
  ];
  const ask = (path: string) => createApp({ routes }).request(path, {}, env);
  expect(await (await ask("/open")).text()).toBe('{"a":1,"id":"x"}');
  const closed = await ask("/closed");
  expect([closed.status, await closed.text()]).toEqual([500, expect.not.stringContaining("secret")]);
  expect((await ask("/wrong")).status).toBe(500);
});
