import { type Extractor, extractors, featureUri, findExtractor } from "../engine/features";
import { Problem } from "../kit/problem";

/** @throws Problem `not_found`, naming the extractor */
export function knownExtractor(name: string, version: string): Extractor {
  const extractor = findExtractor(name, version);
  if (extractor) return extractor;
  const known = extractors.map((one) => `${one.name}@${one.version}`).join(", ");
  throw new Problem("not_found", `Feature extractor ${name}@${version} is not in the registry. Known: ${known}.`);
}

const extractorId = (extractor: { name: string; version: string }) => `${extractor.name}_${extractor.version}`;

function presentExtractor(extractor: Extractor) {
  return {
    feature_extractor_name: extractor.name,
    version: extractor.version,
    feature_extractor_id: extractorId(extractor),
    description: extractor.does,
    icon: extractor.encodesText ? "type" : "image",
    source: "builtin",
    input_schema: extractor.encodesText ? { properties: { text: { type: "string" } } } : { properties: {} },
    output_schema: { properties: {} },
    parameter_schema: {},
    supported_input_types: extractor.encodesText ? ["text"] : ["vector"],
    max_inputs: {},
    default_parameters: {},
    required_vector_indexes: vectorIndexes(extractor),
    required_payload_indexes: [],
  };
}

/** An extractor's searchable outputs, as collections and namespaces show them. */
export const vectorIndexes = (extractor: Extractor) =>
  extractor.outputs.map((output) => ({
    name: output.name,
    feature_uri: featureUri(extractor, output),
    description: `${extractor.name}@${extractor.version}, searched by ${output.channel}`,
    dimensions: extractor.dimensions,
    type: "dense",
    distance: "cosine",
  }));

export const listExtractors = () => extractors.map(presentExtractor);
