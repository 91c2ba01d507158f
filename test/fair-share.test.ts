import { expect, test } from "vitest";
import { fairShares } from "../src/kit/fair-share";
import { app, bindings, harbour, tenant } from "./tenant";
import { thread } from "./thread";

interface Load {
  connections: number;
  /** Milliseconds of the thread that one request takes after the other. */
  works: number[];
  /** Milliseconds from an answer to the next request. */
  pauseMs?: number;
}

interface Seen {
  latenciesMs: number[];
  /** How much of the thread's time. */
  part: number;
}

const edgeMs = 0.3;
const seconds = 5;
const search: Load = { connections: 1, works: [0.4] };
const heavy = (connections: number): Load => ({ connections, works: [0.6, 2.5] });

/** Lets tenants ask for five seconds; without `fair` whoever comes first goes first. */
async function ask<Name extends string>(loads: Record<Name, Load>, fair = true): Promise<Record<Name, Seen>> {
  const { clock, work, sleep, time, run } = thread();
  const { enter, worked } = fairShares(clock);
  const seen: Record<string, Seen> = {};
  const connect = async (name: string, { works, pauseMs = 0.4 }: Load, offset: number) => {
    const mine = seen[name] ?? { latenciesMs: [], part: 0 };
    seen[name] = mine;
    await sleep(offset);
    for (let n = 0; ; n++) {
      const start = time();
      await work(edgeMs / 2);
      const leave = fair ? await enter(name) : () => {};
      const ms = works[n % works.length] ?? 0;
      await work(ms);
      worked(name, Math.floor(time()) - Math.floor(time() - ms));
      await work(edgeMs / 2);
      leave();
      mine.part += (ms + edgeMs) / (seconds * 1000);
      mine.latenciesMs.push(time() - start);
      await sleep(pauseMs + (n % 7) / 10);
    }
  };
  for (const [name, load] of Object.entries<Load>(loads))
    for (let i = 0; i < load.connections; i++) void connect(name, load, i * 0.13);
  await run(seconds * 1000);
  return seen as Record<Name, Seen>;
}

const middle = ({ latenciesMs }: Seen) => latenciesMs.toSorted((a, b) => a - b)[latenciesMs.length >> 1] ?? 0;

test("beside a neighbour that never pauses, a quiet tenant's median is what it is alone, and the neighbour goes on", async () => {
  for (const pauseMs of [0.4, 20, 150]) {
    const quiet = { ...search, pauseMs };
    const alone = middle((await ask({ quiet })).quiet);
    for (const connections of [1, 4, 16]) {
      const [as, fair] = [
        await ask({ quiet, noisy: heavy(connections) }, false),
        await ask({ quiet, noisy: heavy(connections) }),
      ];
      expect(middle(as.quiet) / alone, "without shares").toBeGreaterThan(1.4);
      expect(middle(fair.quiet) / alone, `${connections} connections, every ${pauseMs} ms`).toBeLessThan(1.3);
      expect(fair.noisy.part).toBeGreaterThan(0.22);
      expect(Math.max(...fair.noisy.latenciesMs)).toBeLessThan(300);
    }
  }
});

test("what a client takes between two requests of a spell is no rest", async () => {
  const { noisy } = await ask({ quiet: { ...search, pauseMs: 20 }, noisy: { ...heavy(1), pauseMs: 3 } });
  expect(noisy.part).toBeLessThan(0.22);
});

test("alone, nobody waits, whatever it does", async () => {
  for (const load of [heavy(1), heavy(16), { connections: 2, works: [80, 0.1] }])
    expect(await ask({ load })).toEqual(await ask({ load }, false));
});

test("an owner's own requests hold back nobody whom it owns, and a stranger's do", async () => {
  const waits = async (owner: string) => {
    const { clock, work, time, run } = thread();
    const { enter, worked } = fairShares(clock);
    const began: number[] = [];
    const load = async () => {
      (await enter("owner"))();
      for (let n = 0; n < 20; n++) {
        const asked = time();
        const leave = await enter("owned", owner);
        began.push(time() - asked);
        await work(40);
        worked("owned", 40);
        leave();
      }
    };
    void load();
    await run(10_000);
    return Math.max(...began);
  };
  expect(await waits("owner")).toBe(0);
  expect(await waits("somebody")).toBeGreaterThan(50);
});

test("among equals the thread is as busy as it was, and each has its part", async () => {
  for (const connections of [1, 4, 16]) {
    const tenants = { a: heavy(connections), b: heavy(connections), c: heavy(connections) };
    const [as, fair] = [Object.values(await ask(tenants, false)), Object.values(await ask(tenants))];
    const total = (all: Seen[]) => all.reduce((sum, { part }) => sum + part, 0);
    expect(total(fair)).toBeGreaterThan(0.97 * total(as));
    for (const { part } of fair) expect(part).toBeGreaterThan(0.3);
  }
});

test("several noisy tenants together leave as much to a quiet one as one does", async () => {
  const alone = middle((await ask({ quiet: search })).quiet);
  const { quiet, a, b, c } = await ask({ quiet: search, a: heavy(4), b: heavy(4), c: heavy(4) });
  expect(middle(quiet) / alone).toBeLessThan(1.5);
  for (const { part } of [a, b, c]) expect(part).toBeGreaterThan(0.1);
});

test("who sends short requests one after the other is not held back for one who seldom sends long ones", async () => {
  const alone = await ask({ brisk: search });
  const { brisk } = await ask({ brisk: search, slow: { ...heavy(1), pauseMs: 20 } });
  expect(middle(brisk)).toBe(middle(alone.brisk));
});

test("a wait is bounded, however many requests wait", async () => {
  const crowd = { connections: 600, works: [10] };
  const { crowd: mine, quiet } = await ask({ crowd, quiet: { ...search, pauseMs: 150 } });
  expect(quiet.latenciesMs.length).toBeGreaterThan(0);
  expect(mine.part).toBeGreaterThan(0.22);
  // Two seconds of waiting, and then 600 others' work.
  expect(Math.max(...mine.latenciesMs)).toBeLessThan(2_000 + 600 * 10.3 + 250);
});

test("requests that were cut off keep nobody waiting", async () => {
  const { clock, run } = thread();
  const { enter, worked } = fairShares(clock);
  const went: string[] = [];
  for (let n = 0; n < 50; n++) void enter("gone").then(() => worked("gone", 20));
  void enter("other").then((leave) => leave());
  await run(10);
  for (let n = 0; n < 10; n++) void enter("gone").then(() => went.push(`${n}`));
  void enter("other").then(() => went.push("other"));
  await run(10);
  expect(went).toContain("other");
  expect(went.length).toBeLessThan(11);
  await run(2_500);
  expect(went.length).toBe(11);
});

test("answers are the same bytes where cells share a thread, refusals too", async () => {
  const [{ key, namespaceId }, other] = [await harbour(), await tenant()];
  const asks: [path: string, body?: object][] = [
    ["/v1/auth/whoami"],
    ["/v1/documents/yacht"],
    ["/v1/documents/nothing"],
    ["/v1/collections/pages/documents", { documents: [{ document_id: "yacht" }, 7] }],
    ["/v1/retrievers/search/execute", { inputs: { query: "sailing boat" } }],
  ];
  const answers = async (who: string, bindingsOf: typeof bindings) => {
    const all = [];
    for (const [path, body] of asks) {
      const headers = { authorization: `Bearer ${who}`, "x-namespace": namespaceId, "x-request-id": "same" };
      const init = { method: body ? "POST" : "GET", headers: { ...headers, "content-type": "application/json" } };
      const answer = await app.request(path, { ...init, ...(body && { body: JSON.stringify(body) }) }, bindingsOf);
      const text = (await answer.text()).replace(/"execution_id":"[^"]*"|_ms":[0-9.]+/g, "");
      // The next in turn, each time.
      const counted = /^(x-ratelimit-remaining|ratelimit)$/;
      all.push({ text, status: answer.status, headers: [...answer.headers].filter(([name]) => !counted.test(name)) });
    }
    return all;
  };
  for (const who of [key, other.key]) {
    const shared = await answers(who, { ...bindings, SHARED_THREAD: "true" });
    expect(shared).toEqual(await answers(who, bindings));
    expect(new Set(shared.map(({ status }) => status)).size).toBeGreaterThan(1);
  }
});
