import type { Document } from "../engine/document";
import type { Fields } from "../engine/fields";

export type Row = {
  seq: number;
  id: string;
  collection_id: string;
  body: string;
  created_at: number;
  updated_at: number;
};

/** A document of the cell, read from storage when a stage first looks at it. */
export class Found implements Document {
  readonly #load: () => Row;
  #row: Row | undefined;
  #fields: Fields | undefined;
  score: number | undefined;

  constructor(load: () => Row, score?: number) {
    this.#load = load;
    this.score = score;
  }

  get row(): Row {
    this.#row ??= this.#load();
    return this.#row;
  }
  get id() {
    return this.row.id;
  }
  get collectionId() {
    return this.row.collection_id;
  }
  get createdAt() {
    return this.row.created_at;
  }
  get updatedAt() {
    return this.row.updated_at;
  }
  get fields(): Fields {
    this.#fields ??= JSON.parse(this.row.body);
    return this.#fields ?? {};
  }
}
