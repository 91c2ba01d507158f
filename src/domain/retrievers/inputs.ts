import type { Fields } from "../../engine/fields";
import { fill, TemplateFault } from "../../engine/template";
import { type Fault, invalid, Problem } from "../../kit/problem";
import type { RetrieverRow } from "../../store/config";
import type { InputField } from "../../store/schema";

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

const checks: Record<string, (value: unknown) => boolean> = {
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: isObject,
  document_reference: isObject,
};

/** Every other published type (text, date, image, …) is written as a string. */
const fits = (field: InputField, value: unknown) =>
  (checks[field.type] ?? ((given) => typeof given === "string"))(value);

/** The inputs of one execution: defaults filled in, each checked against what the retriever declares. @throws Problem */
export function readInputs({ inputSchema }: Pick<RetrieverRow, "inputSchema">, given: Fields): Fields {
  const faults: Fault[] = [];
  const fault = (name: string, type: string, message: string) =>
    faults.push({ type, location: ["body", "inputs", name], message });
  const inputs: Fields = { ...given };
  for (const [name, field] of Object.entries(inputSchema)) {
    const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? field.default ?? undefined;
    inputs[name] = value;
    if (value === undefined) {
      if (field.required) fault(name, "missing", `The input ${name} is required.`);
    } else if (!fits(field, value)) fault(name, "type_error", `The input ${name} has to be of type ${field.type}.`);
    else if (field.enum && !field.enum.includes(value))
      fault(name, "enum", `The input ${name} has to be one of ${JSON.stringify(field.enum)}.`);
  }
  if (faults.length > 0)
    throw new Problem("invalid", faults.map(({ message }) => message).join(" "), { validation_errors: faults });
  return inputs;
}

/** Parameters with their templates filled in. @throws Problem naming the stage and the template */
export function fillParameters(stageName: string, parameters: Fields, inputs: Fields): unknown {
  try {
    return fill(parameters, { INPUT: inputs });
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    throw invalid(`Stage ${stageName}: ${error.message}`, ["body", "inputs"], "unknown_template");
  }
}
