import { expect, test } from "vitest";
import { app, bindings, tenant } from "./tenant";

/** A form as a client sends it. */
async function sent(form: FormData): Promise<[body: Uint8Array, type: string]> {
  const request = new Request("http://form", { method: "POST", body: form });
  return [new Uint8Array(await request.arrayBuffer()), request.headers.get("content-type") ?? ""];
}

async function importer() {
  const home = await tenant();
  const post = async (query: string, body: BodyInit, type: string) => {
    const headers = { authorization: `Bearer ${home.key}`, "content-type": type };
    const answer = await app.request(`/v1/import?${query}`, { method: "POST", headers, body }, bindings);
    return { status: answer.status, body: await answer.json<{ [name: string]: unknown; error: string }>() };
  };
  const upload = async (query: string, fields: Record<string, string | File>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return post(query, ...(await sent(form)));
  };
  const contents = async () =>
    (await home.call("POST", "/v1/memories/recall/batch", {})).body.memories.map(
      ({ content, agent_id }: { content: string; agent_id: string }) => [agent_id, content],
    );
  return { ...home, post, upload, contents };
}

const file = (text: string, name = "memories.txt") => new File([text], name);

test("a file in a form is imported, in whichever format it looks like", async () => {
  const { upload, contents } = await importer();
  const files: [format: string, text: string][] = [
    ["jsonl", '{"content": "one"}\n{"content": "two", "agent_id": "ann"}\n'],
    ["csv", "content,importance\r\nthree,0.7\r\n"],
    ["mem0", '{"results": [{"id": "m4", "memory": "four"}]}'],
    ["zep", '[{"uuid": "m5", "content": "five ☃"}]'],
  ];
  for (const [format, text] of files) {
    const { status, body } = await upload("agent_id=main", { file: file(text) });
    expect({ status, body }, format).toMatchObject({
      status: 200,
      body: { format, status: "completed", job_id: expect.any(String), skipped: 0 },
    });
  }
  expect(await contents()).toEqual([
    ["main", "one"],
    ["ann", "two"],
    ["main", "three"],
    ["main", "four"],
    ["main", "five ☃"],
  ]);
  // The file may be a field too, and fields may say what the address does not.
  expect((await upload("", { data: "content\r\nsix\r\n", format: "csv", agent_id: "main" })).body.imported).toBe(1);
});

test("a form that is not one, that has two files, or that says two things is refused, and nothing is stored", async () => {
  const { post, upload, contents } = await importer();
  const line = file('{"content": "x"}');
  const wrong = [
    await post("agent_id=main", "--x", "multipart/form-data; boundary=x"),
    await post("agent_id=main", '{"data": [{"content": "x"}]}', "multipart/form-data"),
    await upload("agent_id=main", { a: line, b: line }),
    await upload("agent_id=main&format=csv", { file: line, format: "jsonl" }),
    await upload("agent_id=main&format=xml", { file: line }),
    await upload("agent_id=main", { file: line, note: "x" }),
    await upload("agent_id=main", { note: "x" }),
    await upload("agent_id=main", { file: new File([new Uint8Array([0xff, 0xfe])], "a") }),
    await upload("agent_id=main", { file: file("x".repeat(11 * 2 ** 20)) }),
  ];
  expect(wrong.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400, 400, 400, 413]);
  for (const { body } of wrong) expect(body.error.length).toBeGreaterThan(10);
  expect(await contents()).toEqual([]);
});
