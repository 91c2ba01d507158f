import { z } from "zod";
import { type Document, made, put, read } from "../document";
import type { Fields } from "../fields";
import { documentRenderer, JinjaTemplate } from "./fill-document";
import { StageFault } from "./issues";
import { JinjaFault } from "./jinja";
import { FieldPath } from "./parameters";
import { stage } from "./stage";
import { countTokens, cutTokens } from "./tokens";

const Citation = z.strictObject({
  style: z.enum(["numbered", "bracketed", "footnote", "none"]).default("numbered"),
  include_title: z.boolean().default(true),
  include_url: z.boolean().default(false),
});

const Parameters = z.strictObject({
  max_tokens: z.int().min(100).max(128_000).default(8000),
  // One estimate stands for them all.
  tokenizer: z.enum(["cl100k_base", "p50k_base", "r50k_base", "gpt2"]).default("cl100k_base"),
  truncation_strategy: z.enum(["priority_truncate", "proportional", "drop_last"]).default("priority_truncate"),
  output_mode: z.enum(["single_context", "formatted_list"]).default("single_context"),
  document_template: JinjaTemplate.prefault("[{{CONTEXT.INDEX}}] {{DOC.content}}\n\n"),
  content_field: FieldPath.default("content"),
  separator: z.string().max(1000).default("\n"),
  citation: Citation.nullish().transform((given) => given ?? Citation.parse({})),
  context_field: FieldPath.default("rag_context"),
  citations_field: FieldPath.default("citations"),
  formatted_content_field: FieldPath.default("formatted_content"),
});

export const ragPrepare = stage({
  id: "rag_prepare",
  category: "apply",
  does: "Writes the documents out for a language model, within a budget of tokens (estimated), with their sources.",
  parameters: Parameters,
  own: ["document_template"],
  run(documents, parameters, _, around) {
    const { document_template, content_field, max_tokens, truncation_strategy, separator, citation } = parameters;
    const render = documentRenderer(document_template, around);
    const all = (documents ?? []).map((document, place) => {
      const marker = markers[citation.style](place + 1, document);
      // The template says DOC.content, whichever field that is.
      const content = content_field === "content" ? {} : { content: read(document, content_field) };
      return {
        document,
        marker,
        text: written(() => render(document, place, { context: { CITATION: marker }, document: content })),
      };
    });
    const single = parameters.output_mode === "single_context";
    const texts = budgeted(
      all.map(({ text }) => text),
      max_tokens,
      truncation_strategy,
      single ? separator : "",
    );
    const shown = all.slice(0, texts.length);
    const sources = shown.map(({ document, marker }, i) => cite(document, i + 1, marker, citation));
    if (!single)
      return shown.map(({ document }, i) => {
        const formatted = put(document, parameters.formatted_content_field, texts[i]);
        return citation.style === "none" ? formatted : put(formatted, parameters.citations_field, [sources[i]]);
      });
    const context = texts.join(separator);
    const prepared = put(made({ token_count: countTokens(context) }), parameters.context_field, context);
    return [put(prepared, parameters.citations_field, citation.style === "none" ? [] : sources)];
  },
});

function written(render: () => string): string {
  try {
    return render();
  } catch (error) {
    if (error instanceof JinjaFault)
      throw new StageFault(`The template fails: ${error.message}`, ["document_template"]);
    throw error;
  }
}

type Strategy = z.output<typeof Parameters>["truncation_strategy"];

/** The texts, of the first documents, that the budget has room for; documents come best first. */
export function budgeted(texts: string[], budget: number, strategy: Strategy, separator: string): string[] {
  const between = countTokens(separator);
  const costs = texts.map(countTokens);
  if (strategy === "proportional") return shareOut(texts, costs, budget - between * Math.max(0, texts.length - 1));
  const kept: string[] = [];
  let left = budget;
  for (const [i, text] of texts.entries()) {
    left -= i > 0 ? between : 0;
    if (costs[i]! <= left) {
      kept.push(text);
      left -= costs[i]!;
      continue;
    }
    if (strategy === "priority_truncate" && left > 0) kept.push(cutTokens(text, left));
    break;
  }
  return kept;
}

/** The same for each, and what short ones leave over for the longer ones. */
function shareOut(texts: string[], costs: number[], budget: number): string[] {
  const shares = costs.map(() => 0);
  const byLength = costs.map((cost, i) => ({ cost, i })).sort((a, b) => a.cost - b.cost);
  let left = Math.max(0, budget);
  for (const [done, { cost, i }] of byLength.entries()) {
    shares[i] = Math.min(cost, Math.floor(left / (byLength.length - done)));
    left -= shares[i];
  }
  return texts.map((text, i) => cutTokens(text, shares[i]!));
}

const superscript = (place: number) => `${place}`.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "");

const markers: Record<z.output<typeof Citation>["style"], (place: number, document: Document) => string> = {
  numbered: (place) => `[${place}]`,
  bracketed: (place, { id }) => `[${id || place}]`,
  footnote: superscript,
  none: () => "",
};

const titles = ["title", "metadata.title", "name"];
const urls = ["url", "metadata.url", "source_url", "metadata.source_url", "page_url"];

function cite(document: Document, index: number, marker: string, options: z.output<typeof Citation>): Fields {
  const first = (paths: string[]) =>
    paths.map((path) => read(document, path)).find((value) => typeof value === "string");
  const [title, url] = [first(titles), first(urls)];
  return {
    index,
    marker,
    ...(document.id !== "" && { document_id: document.id }),
    ...(options.include_title && title !== undefined && { title }),
    ...(options.include_url && url !== undefined && { url }),
  };
}
