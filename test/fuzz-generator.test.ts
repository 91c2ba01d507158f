import { expect, test } from "vitest";
import { mutate, operations, reseed, sample, written } from "./fuzz-values";

test("the same seed makes the same bodies, another one others, and some of them are no JSON", () => {
  const bodies = (by: number) => {
    reseed(by);
    return operations.flatMap(({ operation: { requestBody } }) =>
      requestBody ? [written(mutate(sample(requestBody.content["application/json"]?.schema ?? {}, "")))] : [],
    );
  };
  const once = bodies(1);
  expect(bodies(1)).toEqual(once);
  expect(bodies(2)).not.toEqual(once);
  expect([once, ...[2, 3, 4].map(bodies)].flat().some((body) => typeof body !== "string" || !/^[{["]/.test(body))).toBe(
    true,
  );
});
