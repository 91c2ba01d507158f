import { describe, expect, test } from "vitest";
import type { Document } from "../src/engine/document";
import type { Fields } from "../src/engine/fields";
import { findStage } from "../src/engine/stages";
import type { Corpus, LookupRequest } from "../src/engine/stages/stage";
import { doc } from "./stage";

const authors = [
  doc("u1", { user: 1, name: "Ann", address: { city: "Bonn" } }),
  doc("u2", { user: 2, name: "Bob", tags: ["x"] }),
  doc("u3", { user: 2, name: "Bea" }),
];

function run(stageId: string, documents: Document[], parameters: Fields) {
  const warnings: string[] = [];
  const asked: LookupRequest[] = [];
  const corpus: Corpus = {
    search: () => [],
    select: () => [],
    warn: (message) => warnings.push(message),
    lookup(request) {
      asked.push(request);
      if (request.collection !== "authors") return undefined;
      return authors.filter(({ fields, id }) => {
        const value = request.field === "document_id" ? id : fields[request.field];
        return request.values.some((wanted) => `${wanted}` === `${value}`);
      });
    },
  };
  const around = { scope: {}, seed: 1, notes: {}, note() {} };
  const out = findStage(stageId)?.run(documents, parameters, corpus, around) ?? [];
  return { out, fields: out.map(({ fields }) => fields), warnings, asked };
}

describe("document_enrich", () => {
  const posts = [
    doc("p", { by: 1, name: "Post" }),
    doc("q", { by: "2" }),
    doc("r", { by: 9 }),
    doc("s", {}),
    doc("t", { by: [1, 2] }),
  ];
  const join = { target_collection_id: "authors", source_field: "metadata.by", target_field: "user" };
  const older = { collection_id: "authors", source_field: "by", lookup_field: "user" };
  const u1 = { user: 1, name: "Ann", address: { city: "Bonn" } };
  const cases: [string, Fields, unknown[]][] = [
    [
      "merged in",
      join,
      [{ by: 1, ...u1 }, { by: "2", user: 2, name: "Bob", tags: ["x"] }, { by: 9 }, {}, { by: [1, 2], ...u1 }],
    ],
    [
      "some fields",
      { ...join, fields_to_merge: ["address.city", "name"] },
      [
        { by: 1, address: { city: "Bonn" }, name: "Ann" },
        { by: "2", name: "Bob" },
        { by: 9 },
        {},
        { by: [1, 2], address: { city: "Bonn" }, name: "Ann" },
      ],
    ],
    [
      "only what is found",
      { ...join, fields_to_merge: ["name"], allow_missing: false },
      [
        { by: 1, name: "Ann" },
        { by: "2", name: "Bob" },
        { by: [1, 2], name: "Ann" },
      ],
    ],
    [
      "in its own field",
      { ...join, fields_to_merge: ["name"], output_field: "x.author", allow_missing: false },
      [
        { by: 1, name: "Post", x: { author: { name: "Ann" } } },
        { by: "2", x: { author: { name: "Bob" } } },
        { by: [1, 2], x: { author: { name: "Ann" } } },
      ],
    ],
    [
      "instead",
      { ...join, strategy: "replace", fields_to_merge: ["name"] },
      [{ name: "Ann" }, { name: "Bob" }, { by: 9 }, {}, { name: "Ann" }],
    ],
    [
      "where a condition holds",
      { ...join, fields_to_merge: ["name"], when: { field: "by", operator: "eq", value: "2" } },
      [{ by: 1, name: "Post" }, { by: "2", name: "Bob" }, { by: 9 }, {}, { by: [1, 2], name: "Ann" }],
    ],
    [
      "older names",
      { ...older, select_fields: ["name"] },
      [
        { by: 1, name: "Post", enriched_data: { name: "Ann" } },
        { by: "2", enriched_data: { name: "Bob" } },
        { by: 9 },
        {},
        { by: [1, 2], enriched_data: { name: "Ann" } },
      ],
    ],
    [
      "several",
      { ...older, select_fields: ["name"], multiple: true, result_field: "all" },
      [
        { by: 1, name: "Post", all: [{ name: "Ann" }] },
        { by: "2", all: [{ name: "Bob" }, { name: "Bea" }] },
        { by: 9 },
        {},
        { by: [1, 2], all: [{ name: "Ann" }, { name: "Bob" }, { name: "Bea" }] },
      ],
    ],
    [
      "so many",
      { ...older, select_fields: ["name"], multiple: true, limit: 1, allow_missing: false },
      [
        { by: 1, name: "Post", enriched_data: [{ name: "Ann" }] },
        { by: "2", enriched_data: [{ name: "Bob" }] },
        { by: [1, 2], enriched_data: [{ name: "Ann" }] },
      ],
    ],
    [
      "appended",
      { ...join, strategy: "append", fields_to_merge: ["user"], output_field: "by", allow_missing: false },
      [
        { by: [1, { user: 1 }], name: "Post" },
        { by: ["2", { user: 2 }, { user: 2 }] },
        { by: [1, 2, { user: 1 }, { user: 2 }, { user: 2 }] },
      ],
    ],
  ];
  test.each(cases)("%s", (_, parameters, expected) => {
    const merged = expected.map((fields, i) =>
      i === 0 && expected.length === 5 && parameters.strategy !== "replace"
        ? { name: "Post", ...Object(fields) }
        : fields,
    );
    const { fields, asked } = run("document_enrich", posts, parameters);
    expect(fields).toEqual(merged);
    expect(asked).toHaveLength(1);
  });

  test("one look-up of distinct values; by id; whole documents have their ids in a field of their own", () => {
    const { asked, fields } = run("document_enrich", [...posts, doc("z", { by: 1 })], { ...join, output_field: "a" });
    expect(asked).toEqual([{ collection: "authors", field: "user", values: [1, 2, 9] }]);
    expect(fields[0]).toMatchObject({ a: { document_id: "u1", collection_id: "c", ...u1 } });
    const byId = { target_collection_id: "authors", source_field: "ref" };
    expect(run("document_enrich", [doc("p", { ref: "u2" })], byId).fields).toMatchObject([{ ref: "u2", name: "Bob" }]);
    expect(run("document_enrich", [], join).asked).toEqual([]);
  });

  test("a collection that is not there, and a retriever, are refused in words", () => {
    expect(() => run("document_enrich", posts, { ...join, target_collection_id: "no" })).toThrow(
      "There is no such collection.",
    );
    expect(() => run("document_enrich", posts, { ...join, retriever_id: "ret_1" })).toThrow(
      /A join here goes by field/,
    );
    expect(() => run("document_enrich", posts, { source_field: "by" })).toThrow(/Name the collection to join/);
  });
});
