import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { Index } from "@upstash/vector";
import { expect, onTestFinished, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { secretVars } from "../../scripts/serve/vars.ts";
import { startVectors } from "../upstash/server/vectors.ts";
import { freshState, started } from "./state.ts";

const flags = ["--with-upstash-local"];

test("with the flag the server runs beside stand-ins, says so, and takes them along when it ends, however it ends", async () => {
  const state = freshState();
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const server = await started(state, undefined, flags);
    const [said, ...addresses] =
      server.output().match(/stand-ins: Vector at (\S+) \(local-384\) and (\S+) \(local-768\)/) ?? [];
    expect(said).toBeDefined();
    for (const address of addresses) expect((await fetch(`${address}/info`, { method: "POST" })).status).toBe(401);
    const health = await client(server.url, server.adminKey).call("GET", "/v1/health?deep=true");
    expect(health.body.status).toBe("OK");
    const beside = offspring(server.process.pid!);
    expect(beside.size).toBeGreaterThan(0);
    await server.end(signal);
    for (const address of addresses) await expect(fetch(address)).rejects.toThrow();
    await expect
      .poll(() => beside.intersection(new Set(processes().map(([id]) => id))).size, { timeout: 2_000 })
      .toBe(0);
  }
}, 60_000);

/** Ids of all processes, with their parents'. */
const processes = () =>
  execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));

/** Ids of what a process started, and of what that started. */
function offspring(parent: number): Set<number> {
  const found = new Set([parent]);
  for (const [id, of] of [...processes(), ...processes()]) if (found.has(of!)) found.add(id!);
  found.delete(parent);
  return found;
}

test("what .dev.vars.example names may come from the environment, and nothing else does", async () => {
  const vars = { UPSTASH_VECTOR_REST_URL: "http://127.0.0.1:9", UPSTASH_VECTOR_REST_TOKEN: "a token", PATH: "a path" };
  expect(await secretVars({ ...vars, UPSTASH_EMAIL: "" })).toMatchObject({
    UPSTASH_VECTOR_REST_URL: "http://127.0.0.1:9",
    UPSTASH_VECTOR_REST_TOKEN: "a token",
  });
  const known = await secretVars(vars);
  expect([known.PATH, known.UPSTASH_EMAIL]).toEqual([undefined, undefined]);
});

test("an unknown flag is refused in one sentence", async () => {
  await expect(started(freshState(), undefined, ["--with-upstash"])).rejects.toThrow(
    /^The server did not start \(exit 1\): npm start knows no --with-upstash: it takes --with-upstash-local, or nothing\.$/,
  );
});

test("what the stand-ins hold is there again at the same addresses after a stop at any moment", async () => {
  const { stateDir: folder } = freshState();
  const first = await startVectors({ folder });
  onTestFinished(first.close);
  const [small] = first.indexes;
  const vector = Array.from({ length: 384 }, (_, n) => n / 7);
  const here = new Index(small!).namespace("here");
  await here.upsert([
    { id: "a", vector, metadata: { n: 1 } },
    { id: "b", vector },
  ]);
  await here.update({ id: "a", metadata: { n: 2 } });
  await here.delete("b");
  const headers = { authorization: `Basic ${btoa(`${first.developer.email}:${first.developer.apiKey}`)}` };
  const list = `${first.developer.url}/vector/index`;
  const draft = { name: "own", region: "us-east-1", similarity_function: "COSINE", dimension_count: 2 };
  const own = await (await fetch(list, { method: "POST", headers, body: JSON.stringify(draft) })).json();
  await new Index({ url: own.endpoint, token: own.token }).upsert({ id: "c", vector: [1, 0] });
  first.close();
  for (let run = 0; run < 2; run++) {
    const again = await startVectors({ folder });
    onTestFinished(again.close);
    expect(again.indexes).toEqual(first.indexes);
    expect(await here.range({ cursor: 0, limit: 5, includeMetadata: true, includeVectors: true })).toEqual({
      nextCursor: "",
      vectors: [{ id: "a", vector: vector.map((x) => expect.closeTo(x, 4)), metadata: { n: 2 } }],
    });
    expect(await (await fetch(list, { headers })).json()).toEqual([own]);
    expect(await new Index({ url: own.endpoint, token: own.token }).fetch(["c"])).toEqual([{ id: "c" }]);
    if (run === 1) await fetch(`${list}/${own.id}`, { method: "DELETE", headers });
    again.close();
  }
  expect(readdirSync(folder).sort()).toEqual(["local-384.jsonl", "made.json", "ports.json"]);
});
