import { expect, test } from "vitest";
import { readCsv, writeCsv } from "../src/kit/csv";
import { type Call, caller, organization } from "./tenant";

const contents = ['Ann said "no", twice; then left', "line\nand\r\nline", "søren 🚤", "=1+1", " spaces ", "[1]"];

async function filled() {
  const home = await organization();
  for (const name of ["here", "there"]) await home.call("POST", "/v1/namespaces", { namespace_name: name });
  const call = caller(home.key, "here");
  const memories = contents.map((content, n) => ({
    id: `m-${n}`,
    content,
    importance: (n + 1) / 10,
    tags: n % 2 ? ["a;b", "c,d"] : [],
    memory_type: n % 2 ? "semantic" : "procedural",
    session_id: n % 3 ? null : "s-1",
    metadata: { n },
  }));
  await call("POST", "/v1/memories/store/batch", { agent_id: "scribe", memories });
  return { ...home, call, there: caller(home.key, "there") };
}

const listed = async (call: Call) => (await call("POST", "/v1/memories/recall/batch", { limit: 1000 })).body.memories;

test("what is exported in any format is imported as it was, as far as the format tells it, and a second time changes nothing", async () => {
  const lasting: Record<string, string[]> = {
    jsonl: ["id", "agent_id", "content", "importance", "tags", "memory_type", "session_id", "metadata", "created_at"],
    csv: ["id", "agent_id", "content", "importance", "tags", "memory_type", "created_at"],
    mem0: ["id", "agent_id", "content", "importance", "tags", "memory_type", "session_id", "metadata", "created_at"],
    zep: ["id", "content", "importance", "tags", "memory_type", "session_id", "metadata", "created_at"],
  };
  for (const [format, fields] of Object.entries(lasting)) {
    const ada = await filled();
    const told = await ada.call("GET", `/v1/export?format=${format}`);
    expect(told).toMatchObject({ status: 200, body: { format, count: contents.length, next_cursor: null } });
    for (let time = 0; time < 2; time++) {
      // The answer of an export is what an import takes.
      const taken = await ada.there("POST", "/v1/import", told.body);
      expect(taken, format).toMatchObject({ status: 200, body: { imported_count: 6, skipped_count: 0, errors: [] } });
    }
    // What the format does not tell stays where it is known.
    const before = await listed(ada.call);
    await ada.call("POST", "/v1/import", told.body);
    expect(
      (await listed(ada.call)).map(({ session_id, metadata }: Record<string, unknown>) => [session_id, metadata]),
    ).toEqual(before.map(({ session_id, metadata }: Record<string, unknown>) => [session_id, metadata]));
    const only = (memories: Record<string, unknown>[]) => memories.map((one) => fields.map((field) => one[field]));
    expect(only(await listed(ada.there)), format).toEqual(only(await listed(ada.call)));
    const { body } = await ada.there("POST", "/v1/memory/recall", { query: "Ann said", top_k: 1 });
    expect(body.memories[0].id).toBe("m-0");
  }
});

test("what of an import is not right is passed over and told by its number; without ids it is the same a second time", async () => {
  const ada = await filled();
  const data = [
    { content: "One", created_at: "2026-11-02T03:04:05Z", categories: ["x"] },
    { content: "" },
    { memory: "Two", importance: "0.25" },
    { text: "Three", importance: 7 },
    "four",
    { id: "m-1", agent_id: "else", content: "not mine" },
    { content: "Old", created_at: "2020-01-02T03:04:05Z" },
  ];
  for (let time = 0; time < 2; time++) {
    const { status, body } = await ada.call("POST", "/v1/import", { data, format: "mem0" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ imported_count: 2, skipped_count: 5, total: 7, imported: 2, skipped: 5 });
    expect(body.errors.map((one: string) => one.split(": ")[0])).toEqual(["2", "4", "5", "7", "6"]);
    const job = await ada.call("GET", `/v1/import/${body.job_id}/status`);
    expect(job.body).toMatchObject({ status: "completed", format: "mem0", total: 7, imported: 2, skipped: 5 });
    expect((await ada.there("GET", `/v1/import/${body.job_id}/status`)).status).toBe(404);
  }
  const memories = await listed(ada.call);
  expect(memories).toHaveLength(contents.length + 2);
  expect(memories.find((one: { content: string }) => one.content === "One")).toMatchObject({
    created_at: Date.parse("2026-11-02T03:04:05Z") / 1000,
    tags: ["x"],
    agent_id: "here",
  });
  for (const [format, text] of [
    ["csv", "name,value\r\n1,2\r\n"],
    ["csv", '"content'],
    ["mem0", "{"],
    ["zep", '{"a":1}'],
  ])
    expect((await ada.call("POST", "/v1/import", { data: text, format })).status, text).toBe(400);
  const broken = await ada.call("POST", "/v1/import", { data: '{"content":"Five"}\n{"content":\n', format: "jsonl" });
  expect(broken.body).toMatchObject({ imported_count: 1, skipped_count: 1 });
});

test("an export goes on by a cursor, of one agent where one is named; a list of memories is walked once, whatever is stored meanwhile", async () => {
  const ada = await filled();
  await ada.call("POST", "/v1/memory/store", { id: "o-1", agent_id: "other", content: "Another's" });
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = `agent_id=scribe&limit=4${cursor && `&cursor=${cursor}`}`;
    const { body } = await ada.call("GET", `/v1/export?${query}`);
    ids.push(
      ...body.data
        .trim()
        .split("\n")
        .map((line: string) => JSON.parse(line).id),
    );
    cursor = body.next_cursor;
  }
  expect(ids).toEqual(contents.map((_, n) => `m-${n}`));

  const many = Array.from({ length: 500 }, (_, n) => ({ id: `x-${n}`, content: `memory ${n}` }));
  await ada.there("POST", "/v1/memories/store/batch", { memories: many });
  const walked: string[] = [];
  let [cursor, turn]: [string | null, number] = [null, 0];
  do {
    const { body }: Awaited<ReturnType<Call>> = await ada.there("POST", "/v1/memories/recall/batch", {
      limit: 37,
      cursor,
    });
    walked.push(...body.memories.map((one: { id: string }) => one.id));
    cursor = body.next_cursor;
    // One is new, one is changed, one that was read already goes.
    if (turn < 10) await ada.there("POST", "/v1/memory/store", { id: `new-${turn}`, content: "late" });
    await ada.there("PUT", `/v1/memory/update/x-${turn}`, { content: "changed" });
    await ada.there("POST", "/v1/memory/forget", { memory_ids: [walked[turn]] });
    turn++;
  } while (cursor);
  expect(new Set(walked).size).toBe(walked.length);
  expect(walked.filter((id) => id.startsWith("x-"))).toEqual(many.map(({ id }) => id));
  expect(walked.filter((id) => id.startsWith("new-"))).toHaveLength(10);
});

test("CSV: what is written is read as it was", () => {
  const lines = [
    ["a", "b"],
    ["", ""],
    ['"', ","],
    ["\r\n", "\n"],
    ["x", ""],
  ];
  expect(readCsv(writeCsv(lines))).toEqual(lines);
  expect(readCsv("a,b\n\n1,2")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(readCsv('a,"b\n')).toBeUndefined();
  expect(readCsv('a,"b"c\n')).toBeUndefined();
});
