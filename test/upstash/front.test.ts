import { Redis } from "@upstash/redis/cloudflare";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/kit/id";
import { redis } from "./redis";

/** What the stand-in has to understand for a client of Upstash not to know it from the real one. */
describe.skipIf(redis === null)("the stand-in for Upstash Redis", () => {
  const { url, token } = redis ?? { url: "", token: "" };
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const sent = { method: "POST", body, headers: { authorization: `Bearer ${token}`, ...headers } };
    const response = await fetch(url + path, sent);
    return { status: response.status, body: await response.json(), sync: response.headers.get("upstash-sync-token") };
  };

  test("takes commands in the body, in the path, in a row and as a transaction", async () => {
    const key = newId("request");
    expect(await post("/", JSON.stringify(["SET", key, "1"]))).toMatchObject({ status: 200, body: { result: "OK" } });
    expect((await post(`/incrby/${key}/4`, "")).body).toEqual({ result: 5 });
    expect((await post(`/set/${key}?EX=100`, "a value/with ?")).body).toEqual({ result: "OK" });
    expect((await post(`/get/${key}`, "", { "upstash-encoding": "base64" })).body).toEqual({
      result: btoa("a value/with ?"),
    });
    const row = JSON.stringify([
      ["INCR", key],
      ["TTL", key],
      ["GET", `${key} none`],
    ]);
    expect((await post("/pipeline", row)).body).toEqual([
      { error: "ERR value is not an integer or out of range" },
      { result: 100 },
      { result: null },
    ]);
    const both = JSON.stringify([
      ["SET", key, "2"],
      ["INCR", key],
    ]);
    expect((await post("/multi-exec", both)).body).toEqual([{ result: "OK" }, { result: 3 }]);
    const broken = JSON.stringify([["SET", key, "9"], ["NOSUCHCOMMAND"]]);
    expect(await post("/multi-exec", broken)).toMatchObject({ status: 400 });
    const [one, two] = [await post("/ping", ""), await post("/ping", "")];
    expect(Number(two.sync)).toBeGreaterThan(Number(one.sync));
  });

  test("refuses a wrong token, and says what is wrong with a command", async () => {
    const wrong = await post("/", '["PING"]', { authorization: "Bearer wrong" });
    expect(wrong).toMatchObject({ status: 401, body: { error: expect.stringContaining("WRONGPASS") } });
    expect(await post("/", '["NOSUCHCOMMAND"]')).toMatchObject({ status: 400 });
  });

  test("runs scripts with Upstash's own flag, by their text and by the hash of what was written", async () => {
    const client = new Redis({ url, token });
    const script = '#!lua flags=allow-key-locking\nreturn redis.call("INCRBY", KEYS[1], ARGV[1])';
    const key = newId("request");
    const byHash = client.createScript<number>(script);
    expect(await byHash.exec([key], ["2"])).toBe(2);
    expect(await client.evalsha(byHash.sha1, [key], ["3"])).toBe(5);
    expect(await client.eval(script, [key], ["4"])).toBe(9);
  });
});
