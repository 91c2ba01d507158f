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
 * The best of a namespace. Fewer than were asked for do not mean that there are no more: a filter that few pass makes
 * Upstash give up before it has found them. Vectors of zeros have the cosine 0 with everything, whatever Upstash says of the ones that
 * stand in their place: where one may be among the best, or a better one may have had to go for it, the two kinds are
 * asked for apart.
 */
export async function search(
  space: Space,
  { dimensions, metric }: Nature,
  question: SpaceQuestion,
): Promise<SpaceHit[]> {
  const { vector, collections, filter } = question;
  const topK = Math.min(mostHits, question.topK);
  if (topK < 1 || collections?.length === 0) return [];
  const nowhere = isZero(vector);
  const other = standIn(dimensions);
  const sent = wire(nowhere ? other : unit(vector), dimensions);
  const access = collections ? [accessTo(collections)] : [];
  const compiled = filter && compileFilter(filter);

  async function ask(kind?: "z = 0" | "z = 1"): Promise<SpaceHit[]> {
    const clauses = [...access, ...(kind ? [kind] : []), ...(compiled ? [compiled] : [])];
    const found = await space.query({
      vector: sent,
      topK,
      ...(clauses.length > 0 && { filter: clauses.join(" AND ") }),
      includeMetadata: false,
      includeVectors: false,
    });
    return found.map(({ id, score }) => {
      const cosine = kind === "z = 1" || nowhere ? 0 : cosineOf(score, metric);
      return { id: String(id), cosine };
    });
  }

  const hits = (await ask()).sort(byCosine);
  if (nowhere) return hits;
  const placed = dot(Float32Array.from(sent), other);
  const among = hits.some(({ cosine }) => Math.abs(cosine - placed) < near);
  const below = hits.length >= topK && (hits.at(-1)?.cosine ?? 0) < 0;
  if (!among && !below) return hits;
  const [real, zeros] = await Promise.all([ask("z = 0"), ask("z = 1")]);
  return [...real, ...zeros].sort(byCosine).slice(0, topK);
}

const byCosine = (a: SpaceHit, b: SpaceHit) => b.cosine - a.cosine;
