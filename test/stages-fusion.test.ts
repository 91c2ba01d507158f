import { describe, expect, test } from "vitest";
import { type Fusion, fuse } from "../src/engine/fuse";
import { doc } from "./stage";

describe("fusion", () => {
  const first = () => [doc("a", {}, 0.9), doc("b", {}, 0.5), doc("c", {}, 0.1)];
  const second = () => [doc("c", {}, 30), doc("d", {}, 20), doc("a", {}, 10)];
  const cases: [Fusion, number[], [string, number][]][] = [
    [
      "rrf",
      [1, 1],
      [
        ["c", (61 / 63 + 1) / 2],
        ["a", (1 + 61 / 63) / 2],
        ["b", 61 / 62 / 2],
        ["d", 61 / 62 / 2],
      ],
    ],
    [
      "weighted",
      [1, 0],
      [
        ["a", 0.9],
        ["b", 0.5],
        ["c", 0.1],
        ["d", 0],
      ],
    ],
    [
      "max",
      [1, 0.01],
      [
        ["a", 0.9],
        ["b", 0.5],
        ["c", 0.3],
        ["d", 0.2],
      ],
    ],
    // Of three scores at even steps, the outer ones lie √1.5 deviations off: (3 ± √1.5) / 6.
    [
      "dbsf",
      [1, 1],
      [
        ["a", 0.5],
        ["c", 0.5],
        ["b", 0.25],
        ["d", 0.25],
      ],
    ],
    [
      "dbsf",
      [3, 1],
      [
        ["a", (3 * (3 + Math.sqrt(1.5)) + (3 - Math.sqrt(1.5))) / 24],
        ["c", (3 * (3 - Math.sqrt(1.5)) + (3 + Math.sqrt(1.5))) / 24],
        ["b", 0.375],
        ["d", 0.125],
      ],
    ],
  ];
  test.each(cases)("%s with weights %s", (fusion, weights, expected) => {
    const fused = fuse([first(), second()], { fusion, weights });
    const wanted = [...expected].sort((x, y) => y[1] - x[1]);
    expect(fused.map(({ id }) => id).sort()).toEqual(wanted.map(([id]) => id).sort());
    for (const [id, score] of wanted) expect(fused.find((one) => one.id === id)?.score).toBeCloseTo(score, 12);
    expect(fused.map(({ score = 0 }) => score)).toEqual(fused.map(({ score = 0 }) => score).sort((x, y) => y - x));
  });

  test("dbsf gives the same scores the middle, keeps outliers within 1, and a single ranking its scores", () => {
    const same = fuse([[doc("a", {}, 0.1), doc("b", {}, 0.1)], [doc("b", {}, 3)]], { fusion: "dbsf", weights: [1, 1] });
    expect(same.map(({ id, score }) => [id, score])).toEqual([
      ["b", 0.5],
      ["a", 0.25],
    ]);
    const outlier = [doc("x", {}, 1000), ...Array.from({ length: 99 }, (_, i) => doc(`${i}`, {}, 0))];
    expect(fuse([outlier, [doc("y", {}, 1)]], { fusion: "dbsf", weights: [1, 0] })[0]).toMatchObject({
      id: "x",
      score: 1,
    });
    expect(fuse([first()], { fusion: "dbsf", weights: [0.1] }).map(({ score }) => score)).toEqual([0.9, 0.5, 0.1]);
  });
});
