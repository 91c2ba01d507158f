import { expect, test } from "vitest";
import type { Gate } from "../src/cell/gate";
import type { Inquiry } from "../src/cell/remote/inquiry";
import { Remote } from "../src/cell/remote/remote";
import type { Spaces } from "../src/cell/remote/spaces";
import type { SpaceQuestion } from "../src/engine/knn/space";
import { newId } from "../src/kit/id";

const feature = "text";
const [few, many] = [10, 1_000_000];

/** A remote of one live feature, of whose vectors searches out there see all but one; questions are held. */
function held() {
  const asked: ((hits: []) => void)[] = [];
  const told: Record<string, object[]> = {
    "SELECT feature,": [{ feature, place: "there", state: "live" }],
    "SELECT length(": [{ n: 4 }],
    "SELECT e.seq,": [{ seq: 7, vector: Float32Array.of(1, 0, 0, 0).buffer }],
  };
  const exec = (query: string) => {
    const rows = Object.entries(told).find(([begin]) => query.startsWith(begin))?.[1] ?? [];
    return { toArray: () => rows };
  };
  const storage = { sql: { exec }, kv: { get: () => "remote" } } as unknown as DurableObjectStorage;
  const gate = { namespace: newId("namespace"), schema: Number.MAX_SAFE_INTEGER } as unknown as Gate;
  const space = { query: () => new Promise<[]>((answer) => asked.push(answer)) };
  return { asked, remote: new Remote(storage, gate, () => ({ open: async () => space }) as unknown as Spaces) };
}

const turns = async () => {
  for (let i = 0; i < 20; i++) await null;
};

test("a matrix that has to be of another kind is made anew after the write, never in a search, and what is under way asks again", async () => {
  const { asked, remote } = held();
  const question = { vector: Float32Array.of(1, 0, 0, 0), topK: 3 } as unknown as SpaceQuestion;
  const run = (rows: number) => (inquiry: Inquiry) => {
    const near = remote.nearby(feature, rows);
    inquiry.answer(feature, question);
    return [near?.kind, [...(near?.unseen() ?? [])]];
  };
  let rows = few;
  const found = remote.answering(1, (inquiry) => run(rows)(inquiry));
  await turns();
  expect(asked).toHaveLength(1);
  rows = many;
  expect(remote.nearby(feature, rows)?.kind).toBe("f32");
  remote.saw(feature, [7]);
  remote.follow([], [], rows);
  asked.shift()?.([]);
  await turns();
  expect(asked).toHaveLength(1);
  asked.shift()?.([]);
  expect(await found).toEqual(["int8", [7]]);
  expect(remote.nearby(feature, rows)).toBe(remote.nearby(feature, rows));
});
