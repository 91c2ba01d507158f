import { describe, expect, test } from "vitest";
import { budgeted } from "../src/engine/stages/rag-prepare";
import { countTokens, cutTokens } from "../src/engine/stages/tokens";
import { doc, runScoped as run, scope } from "./stage";

describe("rag_prepare", () => {
  const documents = [
    doc("a", { content: "Alpha one.", title: "A", url: "https://a" }, 0.9),
    doc("b", { content: "Beta two.", body: "Other", metadata: { title: "B" } }, 0.8),
  ];

  test("one context with its sources, by default", () => {
    const { out } = run("rag_prepare", documents, {});
    expect(out).toHaveLength(1);
    expect(out[0]).toMatchObject({ id: "", score: undefined });
    expect(out[0]?.fields).toEqual({
      rag_context: "[1] Alpha one.\n\n\n[2] Beta two.\n\n",
      citations: [
        { index: 1, marker: "[1]", document_id: "a", title: "A" },
        { index: 2, marker: "[2]", document_id: "b", title: "B" },
      ],
      token_count: countTokens("[1] Alpha one.\n\n\n[2] Beta two.\n\n"),
    });
    expect(run("rag_prepare", [], {}).fields).toEqual([{ rag_context: "", citations: [], token_count: 0 }]);
  });

  const styles: [string, string, unknown][] = [
    ["numbered", "[1] Alpha one.", { index: 1, marker: "[1]", document_id: "a", url: "https://a" }],
    ["bracketed", "[a] Alpha one.", { index: 1, marker: "[a]", document_id: "a", url: "https://a" }],
    ["footnote", "¹ Alpha one.", { index: 1, marker: "¹", document_id: "a", url: "https://a" }],
    ["none", " Alpha one.", undefined],
  ];
  test.each(styles)("citations: %s", (style, text, citation) => {
    const { out } = run("rag_prepare", documents, {
      document_template: "{{CONTEXT.CITATION}} {{DOC.content}}",
      citation: { style, include_title: false, include_url: true },
      context_field: "text",
      citations_field: "sources",
    });
    expect(out[0]?.fields.text).toMatch(new RegExp(`^${text.replace("[", "\\[").replace("]", "\\]")}\n`));
    const sources = out[0]?.fields.sources;
    expect(Array.isArray(sources) ? sources[0] : null).toEqual(citation);
  });

  test("a list keeps each document, written out", () => {
    const { out } = run("rag_prepare", documents, {
      output_mode: "formatted_list",
      content_field: "body",
      document_template: "{{DOC.title}}/{{DOC.metadata.title}}: {{ DOC.content }} {{ INPUT.query }}",
    });
    expect(out.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(out[1]).toMatchObject({
      score: 0.8,
      fields: { content: "Beta two.", formatted_content: `/B: Other ${scope.INPUT.query}` },
    });
    expect(out[0]?.fields.citations).toEqual([{ index: 1, marker: "[1]", document_id: "a", title: "A" }]);
  });

  const words = (n: number) => Array.from({ length: n }, (_, i) => `w${String.fromCharCode(97 + (i % 26))}`).join(" ");
  const fits: [string, "priority_truncate" | "proportional" | "drop_last", number[], number, number[]][] = [
    ["the last is cut", "priority_truncate", [60, 60, 60], 100, [60, 39]],
    ["whole ones only", "drop_last", [60, 60, 60], 130, [60, 60]],
    ["the same for each", "proportional", [60, 60, 60], 92, [30, 30, 30]],
    ["what short ones leave over", "proportional", [10, 60, 60], 92, [10, 40, 40]],
    ["all fit", "proportional", [10, 10], 100, [10, 10]],
    ["none fits", "drop_last", [200], 100, []],
    ["the first is cut", "priority_truncate", [200], 100, [100]],
    ["there are none", "proportional", [], 100, []],
  ];
  test.each(fits)("%s (%s)", (_, strategy, lengths, budget, expected) => {
    const texts = budgeted(lengths.map(words), budget, strategy, "-");
    expect(texts.map(countTokens)).toEqual(expected);
    expect(countTokens(texts.join("-"))).toBeLessThanOrEqual(budget);
  });

  test("tokens are counted the same whether a text is whole or cut", () => {
    expect(countTokens("Hello, world! 12345 übermäßig 超音速")).toBe(1 + 1 + 1 + 1 + 2 + 4 + 5);
    const text = "The internationalisation of 1234567 things; naïve café 超音速の流れ.\n\nEnd.";
    for (let most = 0; most <= countTokens(text); most++) {
      const cut = cutTokens(text, most);
      expect(text.startsWith(cut)).toBe(true);
      expect(countTokens(cut)).toBeLessThanOrEqual(most);
    }
    expect(cutTokens(text, 1000)).toBe(text);
  });
});
