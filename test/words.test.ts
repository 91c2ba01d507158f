import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { Words } from "../src/cell/words";
import { termOf } from "../src/engine/text/terms";
import { tenant } from "./tenant";

const entered = (words: string[]) => new Map(words.map((word) => [word, termOf(word)]));

test("a word is written once, and again when the write that brought it did not come to be", async () => {
  const { namespaceId } = await tenant();
  await runInDurableObject(env.CELL.getByName(namespaceId), (_, { storage }) => {
    const { sql } = storage;
    const words = new Words(sql);
    const kept = () => sql.exec<{ word: string }>("SELECT word FROM words ORDER BY word").toArray();
    const write = (brought: string[], fails = false) => {
      words.forget();
      const remember = storage.transactionSync(() => {
        words.note(entered(brought));
        const written = words.write();
        if (fails) throw new Error("cut short");
        return written;
      });
      remember();
    };
    expect(() => write(["anchor", "o'clock", '"quoted\\'], true)).toThrow("cut short");
    expect(kept()).toEqual([]);
    write(["anchor", "o'clock", '"quoted\\']);
    expect(kept().map(({ word }) => word)).toEqual(['"quoted\\', "anchor", "o'clock"]);
    expect(words.termOf("anchor")).toBe(termOf("anchor"));
    sql.exec("DELETE FROM words");
    write(["anchor", "sail"]);
    // It was known to be there already, and so is not written again.
    expect(kept()).toEqual([{ word: "sail" }]);
  });
});
