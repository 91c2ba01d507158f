export type Kind = "f32" | "int8";

/** A Durable Object has 128 MB in all: its inverted index, its answers and SQLite's cache live beside the matrix. */
export const MATRIX_BYTES = 32 * 2 ** 20;

/** The kernel reads sixteen elements at a time. */
export const padded = (dimensions: number): number => Math.ceil(dimensions / 16) * 16;

/** Memory of one row: its numbers, one byte that says it is there and, for int8, four of scale. */
export const bytesPerRow = (dimensions: number, kind: Kind): number =>
  kind === "f32" ? padded(dimensions) * 4 + 1 : padded(dimensions) + 5;

/**
 * float32 as long as it fits: it needs no rescoring. int8 from there on, a quarter of the memory.
 * `rows` is the highest slot plus one, since a hole takes its row's room. Above `budgetBytes` in int8 too, the
 * namespace has outgrown the cell: at 384 dimensions and the default budget float32 holds 21,831 rows and int8 86,258.
 */
export const kindFor = (rows: number, dimensions: number, budgetBytes = MATRIX_BYTES): Kind =>
  rows * bytesPerRow(dimensions, "f32") <= budgetBytes ? "f32" : "int8";
