import { parseModel, serialiseModel } from "../engine/latent/blob";
import { encode, reencode } from "../engine/latent/encode";
import type { Model } from "../engine/latent/model";
import type { Analysis, Terms } from "../engine/text/terms";
import { joined } from "../kit/bytes";
import type { NamedVector } from "./contract";
import { nextEdition } from "./edition";

/** Which model the text vectors are of, and which they are on their way to. 0 is none: words hashed, nothing learned. */
interface Standing {
  live: number;
  /** Documents there were when the live model was learned. */
  fittedAt: number;
  /** Documents that had ever been written by then. */
  writtenThen: number;
  /** A learned model that the documents are being encoded with; all up to `upTo` are. */
  next: { model: number; fittedAt: number; writtenThen: number; upTo: number } | null;
}

const standingKey = "text-model";
const unlearned: Standing = { live: 0, fittedAt: 0, writtenThen: 0, next: null };

/** Text vectors are kept apart by model, so that vectors of two models never meet in one scan. */
const featureOf = (model: number) => `text_extractor@v1#${model}`;
export const textFeatures = "text_extractor@v1#*";

/** A row holds 2 MB at most. */
const partBytes = 1 << 20;

/** Makes text vectors with what the namespace's own text has taught so far. */
export class TextModel {
  readonly #storage: DurableObjectStorage;
  readonly #models = new Map<number, Model | undefined>();
  #standing: Standing | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  get standing(): Standing {
    this.#standing ??= this.#storage.kv.get<Standing>(standingKey) ?? unlearned;
    return this.#standing;
  }
  set standing(standing: Standing) {
    this.#storage.kv.put(standingKey, standing);
    this.#standing = standing;
  }

  /** What the vectors to search are kept under. */
  get feature(): string {
    return featureOf(this.standing.live);
  }

  get nextFeature(): string | undefined {
    return this.standing.next ? featureOf(this.standing.next.model) : undefined;
  }

  /** Whether vectors are of the live model, or none of ours. Those of the next model wait in storage. */
  isSearched(feature: string): boolean {
    return !feature.startsWith("text_extractor@v1#") || feature === this.feature;
  }

  /** Kept for models that are no more. */
  abandoned(): string[] {
    const { live } = this.standing;
    return Array.from({ length: live }, (_, model) => featureOf(model));
  }

  /** The vectors of a document's text: under the live model, and under the next while there is one. */
  encodeDocument(analysis: Analysis): NamedVector[] {
    const { live, next } = this.standing;
    const values = encode(analysis, this.#model(live));
    const vectors = [{ feature: featureOf(live), values }];
    return next ? [...vectors, this.encodeNext(values, analysis.terms, next.model)] : vectors;
  }

  encodeQuery(analysis: Analysis): Float32Array {
    return encode(analysis, this.#model(this.standing.live));
  }

  /** A document's vector under the next model, from the one it has. */
  encodeNext(values: Float32Array, terms: Terms, next: number): NamedVector {
    return { feature: featureOf(next), values: reencode(values, terms, this.#model(next)) };
  }

  /** Keeps a learned model under a new number, and makes it the next. */
  adopt(model: Model, at: { fittedAt: number; writtenThen: number }): void {
    const number = this.standing.live + 1;
    const bytes = serialiseModel(model);
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("DELETE FROM model_parts WHERE model >= ?", number);
      for (let part = 0; part * partBytes < bytes.length; part++)
        this.#storage.sql.exec(
          "INSERT INTO model_parts (model, part, bytes) VALUES (?, ?, ?)",
          number,
          part,
          bytes.slice(part * partBytes, (part + 1) * partBytes),
        );
      this.standing = { ...this.standing, next: { model: number, ...at, upTo: 0 } };
    });
    this.#models.delete(number);
  }

  /** The next model is the live one from here. What was kept of older ones goes. */
  promote(): void {
    const { next } = this.standing;
    if (!next) return;
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("DELETE FROM model_parts WHERE model < ?", next.model);
      this.standing = { live: next.model, fittedAt: next.fittedAt, writtenThen: next.writtenThen, next: null };
      nextEdition(this.#storage);
    });
    for (const number of this.#models.keys()) if (number < next.model) this.#models.delete(number);
  }

  /** Reads a model when it is first needed. */
  #model(number: number): Model | undefined {
    if (number === 0) return undefined;
    if (!this.#models.has(number)) this.#models.set(number, parseModel(this.#bytes(number)));
    return this.#models.get(number);
  }

  #bytes(number: number): Uint8Array {
    const rows = this.#storage.sql.exec<{ bytes: ArrayBuffer }>(
      "SELECT bytes FROM model_parts WHERE model = ? ORDER BY part",
      number,
    );
    return joined([...rows].map((row) => new Uint8Array(row.bytes)));
  }
}
