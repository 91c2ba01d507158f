import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { Gate } from "../src/cell/gate";
import type { Inquiry } from "../src/cell/remote/inquiry";
import { Remote } from "../src/cell/remote/remote";
import type { Spaces } from "../src/cell/remote/spaces";
import { tenant } from "./tenant";

const feature = "marks@v1";
const vector = Float32Array.of(1, 0, 0, 0);
const [few, many] = [10, 1_000_000];

const turns = async () => {
  for (let i = 0; i < 20; i++) await null;
};

test("a matrix that has to be of another kind is made anew after the write, never in a search, and what is under way asks again", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "mark" });
  await runInDurableObject(env.CELL.getByName(ada.namespaceId), async (_, { storage }) => {
    const asked: ((hits: []) => void)[] = [];
    const space = { query: () => new Promise<[]>((answer) => asked.push(answer)) };
    const remote = new Remote(storage, new Gate(storage), () => ({ open: async () => space }) as unknown as Spaces);
    remote.begin(feature, "there");
    const { seq } = storage.sql.exec<{ seq: number }>("SELECT seq FROM documents").one();
    storage.sql.exec("INSERT INTO vectors (feature, seq, vector) VALUES (?, ?, ?)", feature, seq, vector.buffer);
    remote.turn(feature, "live");

    let rows = few;
    const run = (inquiry: Inquiry) => {
      const near = remote.nearby(feature, rows);
      inquiry.answer(feature, { vector, topK: 3, collections: null });
      return [near?.kind, [...(near?.unseen() ?? [])]];
    };
    const found = remote.answering(1, run);
    await turns();
    expect(asked).toHaveLength(1);
    rows = many;
    expect(remote.nearby(feature, rows)?.kind).toBe("f32");
    remote.saw(feature, [seq]);
    remote.follow([], [], rows);
    asked.shift()?.([]);
    await turns();
    expect(asked).toHaveLength(1);
    asked.shift()?.([]);
    expect(await found).toEqual(["int8", [seq]]);
    expect(remote.nearby(feature, rows)).toBe(remote.nearby(feature, rows));
  });
});
