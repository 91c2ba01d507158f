import { z } from "zod";
import { made } from "../document";
import { eachWhere, When } from "./conditions";
import { documentRenderer, JinjaTemplate } from "./fill-document";
import { StageFault } from "./issues";
import { JinjaFault } from "./jinja";
import { isFields } from "./parameters";
import { stage } from "./stage";

const Parameters = z.strictObject({ template: JinjaTemplate, fail_on_error: z.boolean().default(false), when: When });

export const jsonTransform = stage({
  id: "json_transform",
  category: "apply",
  does: "Makes of each document the JSON object that a Jinja template renders from it. Where it fails, it is left out.",
  parameters: Parameters,
  each: true,
  own: ["template"],
  run(documents, { template, fail_on_error, when }, corpus, around) {
    const render = documentRenderer(template, around);
    const faults: string[] = [];
    const transformed = eachWhere(documents, when, (document, place) => {
      try {
        const value: unknown = JSON.parse(render(document, place));
        if (!isFields(value)) throw new JinjaFault("it renders no JSON object");
        return [made(value, document.score)];
      } catch (error) {
        if (!(error instanceof JinjaFault || error instanceof SyntaxError)) throw error;
        if (fail_on_error) throw new StageFault(`The template fails: ${error.message}`, ["template"]);
        faults.push(error.message);
        return [];
      }
    });
    if (faults.length > 0) corpus.warn(`json_transform left out ${faults.length} documents: ${faults[0]}`);
    return transformed;
  },
});
