import { type Control, newControl, type StandIn, standIn } from "./control.ts";
import type { IndexOptions } from "./index.ts";
import { isObject, type JsonObject } from "./json.ts";
import { Refusal } from "./refusal.ts";

/** Where an index is reached, and what ends it. */
export interface Home {
  url: string;
  close(): void;
}

export interface DeveloperOptions {
  email: string;
  apiKey: string;
  now(): number;
  /** Serves an index under an address of its own. */
  open(options: IndexOptions, id: string): Promise<Home>;
  /** How many an account may have. */
  maxIndexes?: number;
  /** The indexes that there were before, and who is told when there are others. */
  memory?: { made: Told[]; keep(made: Told[]): void };
}

/** An index as the Developer API tells of it. */
export interface Told extends ReturnType<typeof draftOf> {
  customer_id: string;
  id: string;
  endpoint: string;
  token: string;
  read_only_token: string;
  creation_time: number;
}

const oneOf = {
  region: ["eu-west-1", "us-east-1", "us-central1"],
  similarity_function: ["COSINE", "EUCLIDEAN", "DOT_PRODUCT"],
  type: ["free", "payg", "fixed", "paid"],
  index_type: ["DENSE", "SPARSE", "HYBRID"],
} as const;

const caps = {
  max_reads_per_request: 1000,
  max_writes_per_request: 1000,
  max_query_per_second: 1000,
  max_writes_per_second: 1000,
};

/**
 * The part of Upstash's Developer API that makes, lists and deletes vector indexes. Names need not be unique: who sends a
 * request twice has two. The real service names an endpoint by its first label alone, `glowing-baboon-15797-us1`, and
 * is reached at `https://<endpoint>-vector.upstash.io`; here it is a whole URL.
 */
export async function developerApi(given: DeveloperOptions & Partial<Control>): Promise<StandIn> {
  const { email, apiKey, now, open, maxIndexes = 10, memory, ...controlled } = given;
  const made = new Map<string, { told: Told; home: Home }>();
  const all = () => [...made.values()].map(({ told }) => told);

  const settle = async (told: Omit<Told, "endpoint">): Promise<Told> => {
    const options: IndexOptions = {
      dimension: told.dimension_count,
      similarityFunction: told.similarity_function,
      indexType: told.index_type,
      token: told.token,
      readOnlyToken: told.read_only_token,
      maxNamespaces: told.type === "free" ? 100 : 10_000,
    };
    const home = await open(options, told.id);
    const settled = { ...told, endpoint: home.url };
    made.set(told.id, { told: settled, home });
    return settled;
  };
  const create = async (sent: unknown): Promise<Told> => {
    if (!isObject(sent)) throw new Refusal(400, "Request body must be a JSON object");
    const asked = draftOf(sent);
    if (made.size >= maxIndexes) throw new Refusal(400, "You have reached the maximum number of indexes");
    const told = await settle({
      customer_id: email,
      id: crypto.randomUUID(),
      ...asked,
      token: secret(),
      read_only_token: secret(),
      creation_time: Math.floor(now() / 1000),
    });
    memory?.keep(all());
    return told;
  };
  for (const told of memory?.made ?? []) await settle(told);

  const answer = async ({ method }: Request, path: string, body: string) => {
    const matched = path.match(/^\/v2\/vector\/index(?:\/([^/]+))?$/);
    if (!matched) throw new Refusal(404, "Not found");
    const id = matched[1];
    if (id === undefined) {
      if (method === "POST") return create(parsed(body));
      if (method === "GET") return all();
      throw new Refusal(405, "Method not allowed");
    }
    const found = made.get(id);
    if (!found) throw new Refusal(404, "Index not found");
    if (method === "GET") return found.told;
    if (method !== "DELETE") throw new Refusal(405, "Method not allowed");
    made.delete(id);
    memory?.keep(all());
    found.home.close();
    return "OK";
  };

  return standIn(newControl(controlled), async (request, { pathname }, body) => {
    try {
      if (request.headers.get("authorization") !== `Basic ${btoa(`${email}:${apiKey}`)}`)
        throw new Refusal(401, "Unauthorized");
      return Response.json(await answer(request, pathname, body));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return Response.json({ error: error.message }, { status: error.status });
    }
  });
}

function draftOf(sent: JsonObject) {
  const { name, dimension_count: dimension = 0, type = "payg", index_type = "DENSE" } = sent;
  if (typeof name !== "string" || name === "") throw new Refusal(400, "name is required");
  const chosen = <Name extends keyof typeof oneOf>(field: Name, value: unknown): (typeof oneOf)[Name][number] => {
    const known = oneOf[field].find((one) => one === value);
    if (!known) throw new Refusal(400, `${field} must be one of ${oneOf[field].join(", ")}`);
    return known;
  };
  if (typeof dimension !== "number" || !Number.isInteger(dimension) || (dimension < 1 && index_type !== "SPARSE"))
    throw new Refusal(400, "dimension_count must be a positive integer");
  return {
    name,
    region: chosen("region", sent.region),
    similarity_function: chosen("similarity_function", sent.similarity_function),
    dimension_count: dimension,
    type: chosen("type", type),
    index_type: chosen("index_type", index_type),
    ...caps,
  };
}

const secret = () => btoa(`${crypto.randomUUID()}${crypto.randomUUID()}`);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "Request body is not JSON");
  }
}
