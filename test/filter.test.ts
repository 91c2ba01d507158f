import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { Filtered } from "../src/cell/filtered";
import type { Found } from "../src/cell/found";
import { PayloadIndex } from "../src/cell/payload-index";
import { SearchIndex } from "../src/cell/search-index";
import { read } from "../src/engine/document";
import { matches } from "../src/engine/filter/matches";
import { parseFilter } from "../src/engine/filter/parse";
import { library, seed } from "./filter-library";
import { means } from "./filter-meaning";
import { type Doc, indexed, random, someFilter } from "./filter-reference";

const ids = (docs: Doc[]) => docs.map(({ id }) => id);

for (const [name, declared] of [
  ["indexed", indexed],
  ["plain", {}],
] as const)
  test(`2,000 random filters find what they mean: by SQL, in memory, and as a plain reference says (${name})`, async () => {
    const { docs, collections, stub } = await library(name, declared, 120);
    await runInDurableObject(stub, (_, { storage: { sql } }) => {
      const index = new SearchIndex(sql);
      index.load();
      const filtered = new Filtered(sql, index, new PayloadIndex(sql));
      const stored = [...filtered.collections()].flatMap((id) => [...filtered.of(id, undefined)]);
      const bySeq = new Map(stored.map((found) => [found.row.seq, found]));
      const r = random(seed + 1);
      let hits = 0;
      for (let n = 0; n < 2000; n++) {
        const given = someFilter(r);
        const filter = parseFilter(JSON.parse(JSON.stringify(given)));
        const meant = ids(docs.filter((doc) => means(doc, given)));
        const inMemory = stored.filter((found) => matches((path) => read(found, path), filter)).map(({ id }) => id);
        const told = JSON.stringify(given);
        expect(inMemory.toSorted(), `memory ${told}`).toEqual(meant.toSorted());
        const within = n % 3 === 0 ? [collections[n % 2]!] : null;
        const expected = within
          ? ids(docs.filter((doc) => doc.collection === within[0] && meant.includes(doc.id)))
          : meant;
        const slots = [...filtered.slots(filter, within)];
        const bySlots = slots.map((slot) => bySeq.get(index.slots.seqOf(slot))?.id);
        expect(bySlots.toSorted(), `slots ${told}`).toEqual(expected.toSorted());
        expect(slots).toEqual(slots.toSorted((a, b) => a - b));
        const rows = (within ?? collections).flatMap((id) =>
          [...filtered.of(id, filter)].map((found: Found) => found.id),
        );
        expect(rows.toSorted(), `rows ${told}`).toEqual(expected.toSorted());
        if (meant.length > 0 && meant.length < docs.length) hits++;
      }
      // Filters that all or nothing passes would show little.
      expect(hits).toBeGreaterThan(1000);
    });
  }, 60_000);
