import { expect, test } from "vitest";
import { random as seeded } from "../scripts/bench/random";
import { type Call, caller, clock, drain, tenant } from "./tenant";

/** All that a namespace's agents remember, without what names the namespace. */
async function remembered(call: Call, name: string): Promise<string> {
  const { text } = await call("GET", `/v1/namespaces/${name}/export`);
  return text
    .split("\n")
    .slice(1)
    .filter((line) => /"type":"(session|memory|entity|edge|feedback)/.test(line))
    .join("\n");
}

test("a clone remembers as its source does, and 1,000 changes of memories on either side never show on the other", async () => {
  const ada = await tenant("source");
  await ada.call("POST", "/v1/sessions/start", { id: "s", agent_id: "helper", metadata: { a: 1 } });
  const memories = Array.from({ length: 300 }, (_, n) => ({
    id: `m-${n}`,
    content: `Ann wrote order ${n} to bob${n % 40}@example.com`,
    importance: 0.9,
    session_id: n % 2 ? "s" : null,
    tags: [`t${n % 5}`],
    ...(n % 9 === 0 && { expires_at: Math.floor(clock.now / 1000) + 86_400 }),
  }));
  await ada.call("POST", "/v1/memories/store/batch", { agent_id: "helper", memories });
  await ada.call("POST", "/v1/memories/m-1/links", { target_id: "m-250", weight: 0.4 });
  await ada.call("POST", "/v1/memories/m-2/feedback", { signal: "upvote" });
  await ada.call("PUT", "/v1/namespaces/source/memory_policy", { half_life_hours: 1000 });
  await ada.call("POST", "/v1/memory/store", { id: "own", content: "Said by the namespace itself" });
  const whole = await remembered(ada.call, "source");
  expect((await ada.call("POST", "/v1/namespaces/source/clone", { namespace_name: "copy" })).status).toBe(200);
  await drain();
  const copy = caller(ada.key, "copy");
  expect(await remembered(copy, "copy")).toBe(whole);
  expect(whole.split("\n").length).toBeGreaterThan(900);
  for (const path of ["/v1/memories/m-1/graph?depth=2", "/v1/sessions/s", "/v1/memories/m-2/feedback"])
    expect((await copy("GET", path)).text).toBe((await ada.call("GET", path)).text);
  for (const query of ["order 77", "bob7@example.com", "the namespace itself"]) {
    const recall = async (call: Call) => (await call("POST", "/v1/memory/recall", { query })).body.memories;
    const [here, there] = [await recall(ada.call), await recall(copy)];
    expect(there.length).toBeGreaterThan(0);
    const told = (found: { id: string; score: number }[]) => found.map(({ id, score }) => [id, score]);
    expect(told(there)).toEqual(told(here));
  }
  const own = { id: "own", agent_id: "copy", content: "Said by the namespace itself" };
  expect((await caller(ada.key)("POST", "/v1/memory/store", own)).body).toMatchObject({ created: false });
  const { body: policy } = await copy("GET", "/v1/namespaces/copy/memory_policy");
  expect(policy.half_life_hours).toBe(1000);
  const random = seeded(11);
  for (const [call, name, other, otherName] of [
    [ada.call, "source", copy, "copy"],
    [copy, "copy", ada.call, "source"],
  ] as const) {
    const before = await remembered(other, otherName);
    for (let change = 0; change < 1000; change++) {
      const [id, to] = [`m-${Math.floor(random() * 400)}`, `m-${Math.floor(random() * 400)}`];
      const kind = random();
      const content = `changed in ${name}, ${change}`;
      if (kind < 0.2) await call("POST", "/v1/memory/forget", { memory_ids: [id] });
      else if (kind < 0.4) await call("POST", "/v1/memory/store", { id, agent_id: "helper", content, session_id: "s" });
      else if (kind < 0.6) await call("PUT", `/v1/memory/update/${id}`, { content });
      else if (kind < 0.8) await call("POST", `/v1/memories/${id}/links`, { target_id: to, weight: random() });
      else if (kind < 0.9) await call("POST", `/v1/memories/${id}/feedback`, { signal: "downvote" });
      else await call("POST", "/v1/sessions/start", { id: `s-${change}`, agent_id: "helper" });
    }
    expect(await remembered(call, name)).toContain(`changed in ${name}`);
    expect(await remembered(other, otherName)).toBe(before);
    const { body } = await other("POST", "/v1/memory/recall", { query: `changed in ${name}`, top_k: 300 });
    expect(JSON.stringify(body)).not.toContain(`changed in ${name}`);
  }
}, 120_000);
