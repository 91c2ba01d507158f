import { expect, test } from "vitest";
import { addressOf, isPublic } from "../src/kit/address";
import { checkTarget, guardedFetch, type Policy } from "../src/outside/fetch";
import { deliver, receiver, resolve } from "./receivers";
import { tenant } from "./tenant";
import vectors from "./vectors/ssrf-ips.json";

const policy = (more: Partial<Policy> = {}): Policy => ({
  private: "none",
  own: [],
  resolve: async () => ["93.184.215.14"],
  ...more,
});

const refused = (url: string, more?: Partial<Policy>) =>
  checkTarget(url, policy(more)).then(
    () => "allowed",
    (error: Error) => error.name,
  );

const hostOf = (address: string) => (address.includes(":") ? `[${address}]` : address);

/** Every way to write an IPv4 address that some parser takes for it. */
function spellings(address: string): string[] {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4) return [];
  const whole = parts.reduce((sum, part) => sum * 256 + part, 0);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const group = (high: number, low: number) => (high * 256 + low).toString(16);
  return [
    `${whole}`,
    `0x${whole.toString(16)}`,
    `0${whole.toString(8)}`,
    parts.map((part) => `0${part.toString(8)}`).join("."),
    parts.map((part) => `0x${part.toString(16)}`).join("."),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${address}.`,
    `[::ffff:${address}]`,
    `[::ffff:${group(a, b)}:${group(c, d)}]`,
    `[0:0:0:0:0:ffff:${group(a, b)}:${group(c, d)}]`,
    `[64:ff9b::${group(a, b)}:${group(c, d)}]`,
    `[2002:${group(a, b)}:${group(c, d)}::1]`,
  ];
}

const denied = [
  ...vectors.deny.flatMap((address) => [hostOf(address), ...spellings(address)]).map((host) => `https://${host}/`),
  ...vectors.denyUrls,
  ...vectors.denyUrls.map((url) => url.replace("http://", "https://")),
];

test("no address, spelling or URL of the deny list is called, nor a name that has one such address among public ones", async () => {
  expect(denied.length).toBeGreaterThan(300);
  for (const url of denied) expect(await refused(url), url).toBe("TargetRefused");
  for (const address of vectors.deny) {
    expect(isPublic(addressOf(address)!), address).toBe(false);
    const mixed = async () => ["93.184.215.14", address];
    expect(await refused("https://innocent.example.com/", { resolve: mixed }), address).toBe("TargetRefused");
  }
  for (const address of vectors.allow) {
    expect(isPublic(addressOf(address)!), address).toBe(true);
    expect(await refused("https://innocent.example.com/", { resolve: async () => [address] })).toBe("allowed");
  }
  expect(new URL(vectors.parserTrap.url).hostname).toBe(vectors.parserTrap.whatwgHost);
  expect(await refused(vectors.parserTrap.url)).toBe("allowed");
});

test("our own hosts, plain http, other ports, names without addresses and a resolver that does not answer are refused", async () => {
  const own = ["api.cordon.example"];
  for (const url of ["https://api.cordon.example/", "https://API.cordon.example./v1", "https://x.api.cordon.example/"])
    expect(await refused(url, { own }), url).toBe("TargetRefused");
  for (const url of ["http://example.com/", "https://example.com:8080/", "https://intranet/", "not a url", ""])
    expect(await refused(url), url).toBe("TargetRefused");
  expect(await refused("https://example.com:8443/")).toBe("allowed");
  expect(await refused("https://example.com/", { resolve: async () => [] })).toBe("TargetRefused");
  expect(await refused("https://example.com/", { resolve: () => Promise.reject(new Error("down")) })).toBe(
    "TargetRefused",
  );
});

test("a machine's own receivers are called where that is allowed, and nothing else of private networks", async () => {
  for (const url of ["http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]:9000/"])
    expect(await refused(url, { private: "loopback" }), url).toBe("allowed");
  for (const url of ["http://10.0.0.1/", "https://169.254.169.254/", "http://example.com/"])
    expect(await refused(url, { private: "loopback" }), url).toBe("TargetRefused");
  expect(await refused("http://10.0.0.1:81/", { private: "all" })).toBe("allowed");
  expect(await refused("ftp://10.0.0.1/", { private: "all" })).toBe("TargetRefused");
});

test("a redirect to loopback is one request, and its status is all that is known of it", async () => {
  const got = receiver("turn.example.com", () => Response.redirect("http://127.0.0.1/latest/meta-data", 307));
  const init = { method: "POST", headers: {}, body: "x", timeoutMs: 1_000 };
  expect(await guardedFetch("https://turn.example.com/", init, policy())).toEqual({ status: 307, retryAfter: null });
  expect(got).toHaveLength(1);
});

test("over HTTP no URL of the deny list is saved, and one whose name turns private after it was saved is not called", async () => {
  const ada = await tenant();
  const save = (url: string) => ada.call("POST", "/v1/webhooks", { webhook_name: "x", url, events: ["document.*"] });
  for (const url of denied) expect((await save(url)).status, url).toBe(422);
  const got = receiver("rebind.example.com");
  resolve("rebind.example.com", "93.184.215.14");
  const { body } = await save("https://rebind.example.com/");
  // Lookups are remembered for half a minute of real time.
  const realNow = Date.now;
  let passed = 0;
  Date.now = () => realNow() + passed;
  for (const address of vectors.deny) {
    resolve("rebind.example.com", "93.184.215.14", address);
    passed += 60_000;
    expect(await ada.call("POST", `/v1/webhooks/${body.webhook_id}/test`, {})).toMatchObject({ status: 200 });
    await deliver(ada.namespaceId);
  }
  Date.now = realNow;
  expect(got).toEqual([]);
  const { results } = (await ada.call("GET", `/v1/webhooks/${body.webhook_id}/deliveries?limit=100`)).body;
  expect(results).toHaveLength(vectors.deny.length);
  for (const { attempts } of results)
    expect(attempts).toMatchObject([{ status_code: null, error: expect.stringContaining("not called") }]);
});
