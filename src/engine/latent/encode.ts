import type { Analysis, Terms } from "../text/terms";
import { addHashed } from "./hashed";
import { type Model, project } from "./model";
import { scaleTo } from "./scale";
import { LATENT_DIMENSIONS, TEXT_DIMENSIONS } from "./size";

/** The share of the similarity of two texts that is latent, where both know the model. */
const LATENT_SHARE = 0.8;

/**
 * A text as a unit vector of 384 numbers: √w · latent part, then √(1 - w) · hashed part, each of unit length, so that
 * one dot product is the weighted sum of the two cosines. Without a model, or with none of its terms in the text, the
 * latent part is zero and the hashed part has it all; a text without words is the zero vector.
 */
export function encode(analysis: Analysis, model?: Model): Float32Array {
  const vector = new Float32Array(TEXT_DIMENSIONS);
  const hashed = vector.subarray(LATENT_DIMENSIONS);
  addHashed(analysis, hashed);
  scaleTo(hashed, 1);
  return model ? learn(vector, analysis.terms, model) : vector;
}

/**
 * The vector under another model (or none), from the vector there is and the text's terms: the hashed part does not
 * depend on the model, so a refit needs no text.
 */
export function reencode(vector: Float32Array, terms: Terms, model?: Model): Float32Array {
  const next = vector.slice();
  next.fill(0, 0, LATENT_DIMENSIONS);
  scaleTo(next.subarray(LATENT_DIMENSIONS), 1);
  return model ? learn(next, terms, model) : next;
}

function learn(vector: Float32Array, terms: Terms, model: Model): Float32Array {
  const latent = vector.subarray(0, LATENT_DIMENSIONS);
  project(model, terms, latent);
  if (scaleTo(latent, Math.sqrt(LATENT_SHARE)))
    scaleTo(vector.subarray(LATENT_DIMENSIONS), Math.sqrt(1 - LATENT_SHARE));
  return vector;
}
