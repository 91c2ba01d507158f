import type { Fields } from "../../engine/fields";
import { isFields } from "../../engine/stages/parameters";
import { fill, isTemplate, TemplateFault } from "../../engine/template";
import { type Fault, invalid, Problem } from "../../kit/problem";
import type { RetrieverRow } from "../../store/config";
import type { Namespace } from "../../store/door";
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

/** Where parameters name collections. */
const collectionKeys = ["collection_identifiers", "target_collection_id", "collection_id"];

type Home = Pick<Namespace, "collections">;

/**
 * Parameters with the names of collections as ids. Templates stay, for the cell to fill in, but for those that name
 * collections; a name that leads nowhere, or that an input made look like a template, leads to nothing.
 */
export async function withCollectionIds(home: Home, value: unknown, inputs: Fields): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => withCollectionIds(home, item, inputs)));
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [
    key,
    collectionKeys.includes(key)
      ? await idsOf(home, fillInputs(item, inputs))
      : await withCollectionIds(home, item, inputs),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function idsOf(home: Home, ref: unknown): Promise<unknown> {
  if (Array.isArray(ref)) return Promise.all(ref.map((one) => idsOf(home, one)));
  if (typeof ref !== "string") return ref;
  return (await home.collections.find(ref))?.id ?? (isTemplate(ref) ? "" : ref);
}

/** What names a collection is known before the run: an input, at most. */
function fillInputs(value: unknown, inputs: Fields): unknown {
  try {
    return fill(value, { INPUT: inputs });
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    throw invalid(error.message, ["body", "inputs"], "unknown_template");
  }
}
