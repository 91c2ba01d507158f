import { expect, test } from "vitest";
import { Breaker, Silent } from "../src/outside/breaker";

test("a service that fails three times in a row is left alone for five seconds, then one asks, and its answer opens the way", async () => {
  const breaker = new Breaker();
  let asked = 0;
  const ask = (now: number, work: () => Promise<string>) =>
    breaker
      .run(now, () => {
        asked++;
        return work();
      })
      .catch((error) => (error instanceof Silent ? "left alone" : error.message));
  const failing = () => Promise.reject(new Error("failed"));
  const well = async () => "well";
  const told = [await ask(0, failing), await ask(0, failing), await ask(0, well)];
  for (let n = 0; n < 3; n++) told.push(await ask(0, failing));
  expect(told).toEqual(["failed", "failed", "well", "failed", "failed", "failed"]);
  expect([await ask(0, well), await ask(4_999, well), asked]).toEqual(["left alone", "left alone", 6]);
  // One asks and has no answer yet: the others do not wait with it.
  let answer = (_: string) => {};
  const first = ask(5_000, () => new Promise((resolve) => (answer = resolve)));
  expect(await ask(5_000, well)).toBe("left alone");
  answer("well again");
  expect([await first, await ask(5_000, well)]).toEqual(["well again", "well"]);
  for (let n = 0; n < 3; n++) await ask(6_000, failing);
  expect([await ask(11_000, failing), await ask(11_001, well), await ask(16_000, well)]).toEqual([
    "failed",
    "left alone",
    "well",
  ]);
});
