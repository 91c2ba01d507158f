/** How an output of an extractor is searched: by words and vector fused, by words alone, or by vector alone. */
export type Channel = "hybrid" | "words" | "vector";

export interface Output {
  name: string;
  channel: Channel;
  /** Other names that published clients use for it. */
  aliases: readonly string[];
}

export interface Extractor {
  name: string;
  version: string;
  does: string;
  dimensions: number;
  /** Whether we make its vectors from text ourselves; otherwise documents and queries bring them. */
  encodesText: boolean;
  outputs: readonly Output[];
}

export const extractors: readonly Extractor[] = [
  {
    name: "text_extractor",
    version: "v1",
    does: "Full text (BM25, stemmed) and a 384-dimension vector, made here from the text itself: no model, no network.",
    dimensions: 384,
    encodesText: true,
    outputs: [
      { name: "text_embedding", channel: "hybrid", aliases: ["text", "hybrid", "multilingual_e5_large_instruct_v1"] },
      { name: "full_text", channel: "words", aliases: ["bm25"] },
      { name: "dense", channel: "vector", aliases: ["embedding", "vector"] },
    ],
  },
  {
    name: "clip_vit_l_14",
    version: "v1",
    does: "Vectors of 768 dimensions that documents and queries bring along: there is no built-in encoder for it.",
    dimensions: 768,
    encodesText: false,
    outputs: [{ name: "image_embedding", channel: "vector", aliases: ["embedding", "clip_vit_l_14", "vector"] }],
  },
];

/**
 * What vectors are kept under that clients of the memory dialect bring, of whatever model: all of a namespace's have the
 * length of its first. No extractor makes them, and no collection is configured for them.
 */
export const broughtFeature = "vectors@v1";

/** One searchable output of one extractor. `name` is what its vectors are kept under. */
export interface Feature {
  extractor: Extractor;
  output: Output;
  name: string;
  uri: string;
}

export const featureUri = (extractor: Extractor, output: Output) =>
  `cordon://${extractor.name}@${extractor.version}/${output.name}`;

/** What an extractor's vectors are kept under, in the cell. */
export const featureName = (extractor: Extractor) => `${extractor.name}@${extractor.version}`;

export const findExtractor = (name: string, version: string) =>
  extractors.find((extractor) => extractor.name === name && extractor.version === version);

function feature(extractor: Extractor, output: Output): Feature {
  return { extractor, output, name: featureName(extractor), uri: featureUri(extractor, output) };
}

/**
 * Reads `cordon://text_extractor@v1/text_embedding`; `mixpeek://` is accepted, the scheme and the output may be left
 * out, and an extractor id (`clip_vit_l_14_v1`) stands for its first output. Undefined when we know no such feature.
 */
export function findFeature(text: string): Feature | undefined {
  const bare = text.replace(/^(cordon|mixpeek):\/\//, "");
  const [address = "", outputName] = bare.split("/");
  const extractor = extractors.find((known) =>
    [featureName(known), `${known.name}_${known.version}`].includes(address),
  );
  if (!extractor) return undefined;
  const output = outputName
    ? extractor.outputs.find((known) => known.name === outputName || known.aliases.includes(outputName))
    : extractor.outputs[0];
  return output && feature(extractor, output);
}

export const featureUris = () =>
  extractors.flatMap((extractor) => extractor.outputs.map((output) => featureUri(extractor, output)));
