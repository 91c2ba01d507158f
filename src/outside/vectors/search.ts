import type { Index } from "@upstash/vector";
import type { SpaceHit, SpaceQuestion } from "../../engine/knn/space";
import { dot, unit } from "../../engine/knn/vector";
import type { Nature } from "./facts";
import { accessTo, compileFilter } from "./filter";
import { cosineOf, isZero, standIn, wire } from "./score";

/** Upstash reads so many entries for a request, unless an index is allowed more. */
const mostHits = 1_000;
/** How far a score may be off. */
const near = 1e-5;

type Space = ReturnType<Index["namespace"]>;

/**
 * The best of a namespace: the last one's cosine is a bound for all that was not found. Fewer than were asked for mean
 * that there are no more, but where a filter or collections narrow it down: Upstash may give up before it has found who
 * passes. Vectors of zeros have the cosine 0 with everything, whatever Upstash says of those that stand in their place:
 * where one is among the best, or ought to be, all of them are looked for.
 */
export async function search(
  space: Space,
  { dimensions, metric }: Nature,
  { vector, topK: wanted, collections, filter }: SpaceQuestion,
): Promise<SpaceHit[]> {
  const topK = Math.min(mostHits, wanted);
  if (topK < 1 || collections?.length === 0) return [];
  const compiled = filter && compileFilter(filter);
  const clauses = [...(collections ? [accessTo(collections)] : []), ...(compiled ? [compiled] : [])];

  async function ask(sent: number[], most: number, ...more: string[]): Promise<SpaceHit[]> {
    const said = [...clauses.slice(0, 1), ...more, ...clauses.slice(1)].join(" AND ");
    const shown = { includeMetadata: false, includeVectors: false };
    const found = await space.query({ vector: sent, topK: most, ...(said && { filter: said }), ...shown });
    return found.map(({ id, score }) => ({ id: String(id), cosine: cosineOf(score, metric) })).sort(byCosine);
  }

  const other = standIn(dimensions);
  const others = wire(other, dimensions);
  if (isZero(vector)) return (await ask(others, topK)).map(atZero);
  const sent = wire(unit(vector), dimensions);
  const hits = await ask(sent, topK);
  const last = hits.length < topK ? 1 : (hits.at(-1)?.cosine ?? 1);
  const placed = dot(Float32Array.from(sent), other);
  if (last >= 0 && !hits.some(({ cosine }) => Math.abs(cosine - placed) < near)) return hits;

  // Nearest to where they stand are they themselves: a filter that few pass finds them there.
  const zeros = (await ask(others, mostHits, "z = 1")).map(atZero);
  const none = new Set(zeros.map(({ id }) => id));
  const isReal = ({ id }: SpaceHit) => !none.has(id);
  const real = hits.filter(isReal);
  // They stand where better ones may be that were not found.
  const inTheWay = hits.length === topK && real.length < topK && last > 0;
  if (!inTheWay) return [...real, ...zeros].sort(byCosine).slice(0, topK);
  const room = topK + zeros.length;
  const better = room <= mostHits ? await ask(sent, room) : await ask(sent, topK, "z = 0");
  return [...better.filter(isReal), ...zeros].sort(byCosine).slice(0, topK);
}

const byCosine = (a: SpaceHit, b: SpaceHit) => b.cosine - a.cosine;
const atZero = ({ id }: SpaceHit): SpaceHit => ({ id, cosine: 0 });
