/** A connection of two memories. Walks go both ways over it. */
export interface Edge {
  source: string;
  target: string;
  edge_type: string;
  /** 0 to 1. */
  weight: number;
}

/**
 * The edges that touch any of some nodes, of each node its `most` heaviest. A whole step of a walk is asked at once, so
 * that a table answers with one statement per step and not one per node. More than `most` is cut, so it need not count
 * exactly.
 */
export type Adjacency<E extends Edge> = (nodes: readonly string[], most: number) => Iterable<E>;

export interface WalkOptions {
  /** Steps from the root. */
  depth: number;
  /** The most nodes that are visited. */
  limit?: number;
  /** Edges followed from one node, heaviest first: what a hub may cost. */
  fan?: number;
  /** Only these edges. */
  follows?: (edge: Edge) => boolean;
}

export interface Walk<E extends Edge> {
  /** The root and what was reached, nearest first, each with its distance. */
  nodes: Map<string, number>;
  /** The edges among those nodes that were met, each once. */
  edges: E[];
}

const FAN = 64;
const LIMIT = 1_000;

/** Breadth first around a node: what lies within `depth` steps of it. */
export function walk<E extends Edge>(root: string, edgesOf: Adjacency<E>, options: WalkOptions): Walk<E> {
  const { depth, limit = LIMIT, fan = FAN } = options;
  const nodes = new Map([[root, 0]]);
  const edges = new Map<string, E>();
  let frontier = [root];
  for (let step = 1; step <= depth && frontier.length > 0 && nodes.size < limit; step++) {
    const next: string[] = [];
    for (const [from, followed] of steps(frontier, edgesOf, fan, options.follows))
      for (const edge of followed) {
        const to = edge.source === from ? edge.target : edge.source;
        if (!nodes.has(to)) {
          if (nodes.size >= limit) continue;
          nodes.set(to, step);
          next.push(to);
        }
        edges.set(keyOf(edge), edge);
      }
    frontier = next;
  }
  return { nodes, edges: [...edges.values()] };
}

export interface PathOptions extends Omit<WalkOptions, "depth"> {
  /** The most edges that a path may have. */
  hops: number;
}

export interface Path<E extends Edge> {
  /** From the one to the other, both included. */
  nodes: string[];
  edges: E[];
}

/**
 * A shortest path, or undefined when none has at most `hops` edges. Both ends walk towards each other, the smaller front
 * first, which visits about the square root of what one end alone would.
 */
export function shortestPath<E extends Edge>(
  from: string,
  to: string,
  edgesOf: Adjacency<E>,
  { hops, limit = 20_000, fan = FAN, follows }: PathOptions,
): Path<E> | undefined {
  if (from === to) return { nodes: [from], edges: [] };
  const sides = [sideAt<E>(from), sideAt<E>(to)];
  for (let step = 0; step < hops; step++) {
    const [near, far] =
      sides[0]!.front.length <= sides[1]!.front.length ? [sides[0]!, sides[1]!] : [sides[1]!, sides[0]!];
    if (near.front.length === 0 || near.reached.size + far.reached.size > limit) return undefined;
    const next: string[] = [];
    for (const [at, followed] of steps(near.front, edgesOf, fan, follows))
      for (const edge of followed) {
        const node = edge.source === at ? edge.target : edge.source;
        if (near.reached.has(node)) continue;
        near.reached.set(node, { before: at, edge });
        if (far.reached.has(node)) return joined(node, sides[0]!, sides[1]!);
        next.push(node);
      }
    near.front = next;
  }
  return undefined;
}

interface Side<E extends Edge> {
  front: string[];
  /** How each node was reached; undefined for the end itself. */
  reached: Map<string, { before: string; edge: E } | undefined>;
}

const sideAt = <E extends Edge>(node: string): Side<E> => ({ front: [node], reached: new Map([[node, undefined]]) });

function joined<E extends Edge>(meeting: string, start: Side<E>, end: Side<E>): Path<E> {
  const nodes = [meeting];
  const edges: E[] = [];
  for (let step = start.reached.get(meeting); step; step = start.reached.get(step.before)) {
    nodes.unshift(step.before);
    edges.unshift(step.edge);
  }
  for (let step = end.reached.get(meeting); step; step = end.reached.get(step.before)) {
    nodes.push(step.before);
    edges.push(step.edge);
  }
  return { nodes, edges };
}

/** The edges to follow from each node of a front: the heaviest `fan`, equals in the order of their keys. */
function* steps<E extends Edge>(
  front: readonly string[],
  edgesOf: Adjacency<E>,
  fan: number,
  follows: WalkOptions["follows"],
): Generator<[string, E[]]> {
  const byNode = new Map<string, E[]>(front.map((node) => [node, []]));
  for (const edge of edgesOf(front, fan)) {
    if (follows && !follows(edge)) continue;
    byNode.get(edge.source)?.push(edge);
    if (edge.target !== edge.source) byNode.get(edge.target)?.push(edge);
  }
  for (const [node, edges] of byNode) {
    edges.sort((a, b) => b.weight - a.weight || (keyOf(a) < keyOf(b) ? -1 : 1));
    yield [node, edges.slice(0, fan)];
  }
}

const keyOf = ({ source, target, edge_type }: Edge) => `${source}\n${target}\n${edge_type}`;
