import { z } from "zod";
import { type Document, plain } from "../document";
import type { Fields } from "../fields";
import { compile, JinjaFault, maxTemplateLength } from "./jinja";
import type { Surroundings } from "./stage";

/** A Jinja template as a parameter; what is wrong with its writing is said when the retriever is made. */
export const JinjaTemplate = z
  .string()
  .min(1)
  .max(maxTemplateLength)
  .transform((source, context) => {
    try {
      return compile(source);
    } catch (error) {
      if (!(error instanceof JinjaFault)) throw error;
      context.addIssue({ code: "custom", message: `The template cannot be read: ${error.message}` });
      return z.NEVER;
    }
  });

/** The published spellings of each root. */
const spellings: Record<string, string[]> = {
  INPUT: ["INPUT", "INPUTS", "input", "inputs"],
  STAGE: ["STAGE", "stage"],
};
const inEach = (names: string[], value: unknown) => Object.fromEntries(names.map((name) => [name, value]));

/**
 * Renders a template for one document after another: `DOC` its fields and what we know of it, `CONTEXT` the run's with
 * `INDEX` from 1 and whatever else is given, `INPUT` and `STAGE` as everywhere.
 * @throws JinjaFault, of the function that is returned
 */
export function documentRenderer(template: z.output<typeof JinjaTemplate>, around: Surroundings) {
  const { source } = template;
  const given = Object.entries(around.scope).filter(([root, names]) => root in spellings && typeof names === "object");
  // Whatever a template does not name is not worth being made into the engine's values.
  const named = given.filter(([root]) => new RegExp(root, "i").test(source));
  const constants = Object.assign({}, ...named.map(([root, names]) => inEach(spellings[root] ?? [], names)));
  const context = typeof around.scope.CONTEXT === "object" ? around.scope.CONTEXT : {};
  const render = template.renderer(constants);
  return (document: Document, place: number, more: { context?: Fields; document?: Fields } = {}): string => {
    // A stage that is run for one document at a time is told its place by the run.
    const index = { INDEX: place + 1, index: place + 1, ...context, ...more.context };
    const fields = { ...known(document), ...plain(document), ...more.document };
    // As everywhere, `metadata.x` stands for `x` in a document that has no metadata of its own.
    const shown = !("metadata" in fields) && source.includes("metadata") ? { ...fields, metadata: fields } : fields;
    return render({ ...inEach(["DOC", "doc"], shown), ...inEach(["CONTEXT", "context"], index) });
  };
}

const known = ({ id, createdAt, updatedAt }: Document): Fields =>
  id === "" ? {} : { created_at: new Date(createdAt).toISOString(), updated_at: new Date(updatedAt).toISOString() };
