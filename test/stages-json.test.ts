import { describe, expect, test } from "vitest";
import type { Fields } from "../src/engine/fields";
import { doc, runScoped as run, scope } from "./stage";

describe("unwind", () => {
  const documents = [
    doc("a", { tags: ["x", "y"], n: 1 }, 0.5),
    doc("b", { tags: [], n: 2 }),
    doc("c", { tags: null }),
    doc("d", { n: 4 }),
    doc("e", { tags: "z" }),
  ];
  const cases: [string, Fields, Fields[]][] = [
    ["one for each member", { field: "metadata.tags" }, [{ tags: "x", n: 1 }, { tags: "y", n: 1 }, { tags: "z" }]],
    [
      "those without a list, kept",
      { field: "tags", preserve_null_and_empty: true },
      [{ tags: "x", n: 1 }, { tags: "y", n: 1 }, { tags: null, n: 2 }, { tags: null }, { n: 4 }, { tags: "z" }],
    ],
    [
      "into another field, with the place",
      { field: "tags", output_field: "tag.name", include_array_index: "tag.at" },
      [
        { tags: ["x", "y"], n: 1, tag: { name: "x", at: 0 } },
        { tags: ["x", "y"], n: 1, tag: { name: "y", at: 1 } },
        { tags: "z" },
      ],
    ],
    [
      "where a condition holds",
      { field: "tags", when: { field: "n", operator: "gt", value: 1 } },
      [{ tags: ["x", "y"], n: 1 }, { tags: null }, { tags: "z" }],
    ],
  ];
  test.each(cases)("%s", (_, parameters, expected) => {
    const { out, fields } = run("unwind", documents, parameters);
    expect(fields).toEqual(expected);
    expect(out[0]).toMatchObject({ id: "a", score: 0.5 });
  });

  test("inside lists and objects, without touching what was stored; bounded", () => {
    const stored = doc("a", { parts: [{ words: ["p", "q"] }] });
    expect(run("unwind", [stored], { field: "parts.0.words" }).fields).toEqual([
      { parts: [{ words: "p" }] },
      { parts: [{ words: "q" }] },
    ]);
    expect(stored.fields).toEqual({ parts: [{ words: ["p", "q"] }] });
    const wide = Array.from({ length: 60 }, (_, i) => doc(`${i}`, { l: new Array(1000).fill(0) }));
    const { out, warnings } = run("unwind", wide, { field: "l" });
    expect([out.length, warnings.length]).toEqual([50_000, 10]);
  });
});

describe("json_transform", () => {
  const documents = [
    doc("a", { title: `He said "hi"`, tags: ["x", "y"], n: 3 }, 0.5),
    doc("b", { title: "B", kind: "VIDEO" }),
  ];
  const cases: [string, string, unknown[]][] = [
    [
      "as published",
      `{"id": "{{ DOC.document_id }}", "t": {{ DOC.title | tojson }}, "n": {{ DOC.n | tojson }}}`,
      [
        { id: "a", t: `He said "hi"`, n: 3 },
        { id: "b", t: "B", n: null },
      ],
    ],
    [
      "small letters, metadata, a default",
      `{"t": "{{ doc.metadata.kind | default('none') }}", "c": "{{ DOC.collection_id }}"}`,
      [
        { t: "none", c: "c" },
        { t: "VIDEO", c: "c" },
      ],
    ],
    [
      "loops",
      `{"tags": [{% for tag in DOC.tags %}"{{ tag }}"{% if not loop.last %}, {% endif %}{% endfor %}]}`,
      [{ tags: ["x", "y"] }, { tags: [] }],
    ],
    [
      "conditions and places",
      `{"at": {{ CONTEXT.INDEX }}{% if DOC.kind == "VIDEO" %}, "video": true{% endif %}}`,
      [{ at: 1 }, { at: 2, video: true }],
    ],
    [
      "the run",
      `{"ns": "{{ CONTEXT.namespace_id }}", "count": {{ STAGE.search.count }}, "made": "{{ DOC.created_at }}"}`,
      [
        { ns: "ns_1", count: 7, made: "1970-01-01T00:00:00.000Z" },
        { ns: "ns_1", count: 7, made: "1970-01-01T00:00:00.000Z" },
      ],
    ],
    [
      "what an input brings is never a template",
      `{"q": {{ INPUT.query | tojson }}, "same": {{ inputs.query | tojson }}}`,
      [
        { q: scope.INPUT.query, same: scope.INPUT.query },
        { q: scope.INPUT.query, same: scope.INPUT.query },
      ],
    ],
  ];
  test.each(cases)("%s", (_, template, expected) => {
    const { fields, out, warnings } = run("json_transform", documents, { template });
    expect(warnings).toEqual([]);
    expect(fields).toEqual(expected);
    expect(out[0]).toMatchObject({ id: "", score: 0.5 });
  });

  test("what fails is left out and told of, or is the end of it", () => {
    const template = `{"title": "{{ DOC.title }}"}`;
    const { fields, warnings } = run("json_transform", documents, { template });
    expect(fields).toEqual([{ title: "B" }]);
    expect(warnings[0]).toMatch(/^json_transform left out 1 documents: /);
    expect(() => run("json_transform", documents, { template, fail_on_error: true })).toThrow(/The template fails/);
    expect(run("json_transform", documents, { template: "[1]" }).fields).toEqual([]);
    const some = { template: `{"n": 1}`, when: { kind: "VIDEO" } };
    expect(run("json_transform", documents, some).fields).toEqual([documents[0]?.fields, { n: 1 }]);
  });

  const unreadable = [
    "{{ DOC.title",
    "{% for x in %}{}",
    "{% macro m() %}{% endmacro %}{}",
    "{{ DOC.t | replace(DOC.a, DOC.b) }}",
  ];
  test.each([
    ...unreadable,
    `{{ DOC.t | join("${"x".repeat(65)}") }}`,
    "{% set f = DOC.t.replace %}{}",
    "{{ [1] | tojson(indent=99) }}",
  ])("%s is refused as it is written", (template) => {
    expect(() => run("json_transform", documents, { template })).toThrow(/cannot be read/);
  });

  test.each([
    "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}{}",
    "{% set ns = namespace(s='xxxxxxxx') %}{% for a in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{}",
    "{{ range(100000000) }}",
    `{{ DOC["title"]["repl" ~ "ace"]("a", "b") }}`,
    `{{ DOC.constructor.constructor("return 1")() }}`,
    "{{ DOC.__proto__.polluted.x }}",
    "{{ raise_exception('x') }}{{ strftime_now('%Y') }}{}",
  ])("%s stays within bounds", (template) => {
    const start = Date.now();
    const { out, warnings } = run("json_transform", documents, { template });
    expect([out.length, warnings.length]).toEqual([0, 1]);
    expect(Date.now() - start).toBeLessThan(1000);
  });

  test("a stage's renderings have a bound together", () => {
    const template = "{% for a in range(800) %}{{ '' if a else '' }}{% endfor %}{}";
    const many = Array.from({ length: 3000 }, (_, i) => doc(`${i}`, {}));
    const start = Date.now();
    expect(run("json_transform", many, { template }).warnings[0]).toMatch(/takes too long/);
    expect(Date.now() - start).toBeLessThan(5000);
  });
});
