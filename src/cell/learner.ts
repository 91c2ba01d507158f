import { dueForFit, SAMPLE_DOCUMENTS } from "../engine/latent/due";
import { fit as fitModel } from "../engine/latent/fit";
import { decodeTerms } from "../engine/text/blob";
import type { Terms } from "../engine/text/terms";
import { writtenEver } from "./documents";
import * as entries from "./entries";
import type { Packer } from "./packer";
import type { Shelf } from "./shelf";

/**
 * Documents encoded anew in one slice, which is one commit: a search that arrives in between waits some ten
 * milliseconds. Smaller slices would spend their time on commits, and keep the cell busy for much longer.
 */
const slice = 250;

/** Vectors, and packs of them, taken away in one slice. */
const sweptSlice = 1_000;
const sweptPacks = 8;

type Row = { seq: number; terms: ArrayBuffer; vector: ArrayBuffer };

/** Lets calls that have arrived go first, and those that arrive while they do: learning takes a part of the time only. */
const breathe = () => scheduler.wait(10);

/**
 * Whether there may be enough text that is new to the model. Asked on every write, so it looks only at how many
 * documents were ever written; `learn` counts what there is.
 */
export function mayBeDue({ sql, model }: Shelf): boolean {
  const { next, fittedAt, writtenThen } = model.standing;
  const written = writtenEver(sql);
  return next !== null || dueForFit(written, fittedAt, written - writtenThen);
}

const textCount = (sql: SqlStorage) =>
  sql.exec<{ n: number }>("SELECT count(*) AS n FROM entries WHERE terms IS NOT NULL").one().n;

/**
 * Learns a model from the namespace's own text and encodes every document with it, in slices, while searches go on with
 * the model there was. Cut short anywhere, it goes on from there: the model and how far the encoding has come are rows.
 */
export async function learn(shelf: Shelf, packer: Packer, alive: () => boolean): Promise<void> {
  const { sql, model, index, remote } = shelf;
  // What an earlier run was too short for.
  for (const feature of model.abandoned()) if (!(await slices(() => sweep(sql, feature), alive))) return;
  if (!model.standing.next && !(await fitNext(shelf, alive))) return;
  if (!(await slices(() => encodeSlice(shelf, packer), alive))) return;
  const old = model.feature;
  model.promote();
  index.replace(old, model.feature);
  // Of what goes as a whole nothing needs to be noted one by one.
  if (remote.features.has(old)) remote.turn(old, "leaving");
  await slices(() => sweep(sql, old), alive);
}

/** Works slice by slice until there is none left; false when the cell was retired meanwhile. */
async function slices(work: () => boolean, alive: () => boolean): Promise<boolean> {
  while (work()) {
    await breathe();
    if (!alive()) return false;
  }
  return true;
}

/** Learns the next model, where there is enough new text for one. */
async function fitNext({ sql, model }: Shelf, alive: () => boolean): Promise<boolean> {
  const count = textCount(sql);
  const writtenThen = writtenEver(sql);
  const { standing } = model;
  if (!dueForFit(count, standing.fittedAt, writtenThen - standing.writtenThen)) return false;
  const work = fitModel(sample(sql, count), { fittedAt: count });
  let step = work.next();
  for (; !step.done; step = work.next()) {
    await breathe();
    if (!alive()) return false;
  }
  if (!step.value) return false;
  model.adopt(step.value, { fittedAt: count, writtenThen });
  return true;
}

/** Documents taken evenly from all there are. */
function* sample(sql: SqlStorage, count: number): Iterable<Terms> {
  const every = Math.max(1, Math.ceil(count / SAMPLE_DOCUMENTS));
  const rows = sql.exec<{ terms: ArrayBuffer }>(
    "SELECT terms FROM entries WHERE terms IS NOT NULL AND seq % ? = 0 LIMIT ?",
    every,
    SAMPLE_DOCUMENTS,
  );
  for (const row of rows) yield decodeTerms(row.terms);
}

/** Encodes the next documents with the next model, and packs their vectors; false when none is left. */
function encodeSlice({ sql, model }: Shelf, packer: Packer): boolean {
  const { live, next } = model.standing;
  if (!next) return false;
  const rows = [
    ...sql.exec<Row>(
      `SELECT entries.seq, terms, vector FROM entries JOIN vectors ON vectors.seq = entries.seq AND feature = ?
       WHERE entries.seq > ? AND terms IS NOT NULL ORDER BY entries.seq LIMIT ?`,
      model.feature,
      next.upTo,
      slice,
    ),
  ];
  for (const { seq, terms, vector } of rows)
    entries.writeVector(sql, seq, model.encodeNext(new Float32Array(vector), decodeTerms(terms), next.model));
  const last = rows.at(-1);
  if (last) model.standing = { ...model.standing, live, next: { ...next, upTo: last.seq } };
  const isPacked = model.nextFeature !== undefined && packer.complete(model.nextFeature, last?.seq);
  return isPacked || rows.length === slice;
}

/** Takes away vectors of a model that nobody searches any more; false when none is left. */
function sweep(sql: SqlStorage, feature: string): boolean {
  const packs = sql.exec(
    "DELETE FROM vector_packs WHERE feature = ? AND first IN (SELECT first FROM vector_packs WHERE feature = ? LIMIT ?)",
    feature,
    feature,
    sweptPacks,
  );
  if (packs.rowsWritten > 0) return true;
  const gone = sql.exec(
    "DELETE FROM vectors WHERE feature = ? AND seq IN (SELECT seq FROM vectors WHERE feature = ? LIMIT ?)",
    feature,
    feature,
    sweptSlice,
  );
  return gone.rowsWritten > 0;
}
