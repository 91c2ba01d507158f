import { type Client, client } from "../client.ts";
import { type Page, readPages } from "./corpus.ts";

const namespace = "demo";
const retriever = "search-page";
const collection = "documentation";
const mostPages = 8_000;
const batchSize = 250;

export interface Access {
  url: string;
  adminKey: string;
}

export interface Tenant {
  retrieverId: string;
  documents: number;
  packages: string[];
}

/** Sees to it that the namespace `demo` holds the documentation of what is installed, and a retriever over it. */
export async function foundTenant(
  { url, adminKey }: Access,
  { fresh, onProgress }: { fresh: boolean; onProgress(done: number, all: number): void },
): Promise<Tenant> {
  const pages = await readPages(mostPages);
  const admin = client(url, adminKey);
  const inside = client(url, adminKey, namespace);
  if (fresh || !(await isLoaded(admin, inside, pages.length))) {
    const gone = await admin.call("DELETE", `/v1/namespaces/${namespace}`);
    if (gone.status !== 404 && gone.status >= 300)
      throw new Error(`The old namespace stays: ${JSON.stringify(gone.body)}`);
    await admin.must("POST", "/v1/namespaces", { namespace_name: namespace });
    await load(inside, pages, onProgress);
  }
  return { retrieverId: await retrieverOf(inside), documents: pages.length, packages: commonest(pages, 10) };
}

/** A load that was cut short, or of other packages than now, does not count. */
async function isLoaded(admin: Client, inside: Client, documents: number): Promise<boolean> {
  if ((await admin.call("GET", `/v1/namespaces/${namespace}`)).status !== 200) return false;
  const { body } = await inside.call("GET", `/v1/collections/${collection}`);
  return body.document_count === documents;
}

async function load(inside: Client, pages: Page[], onProgress: (done: number, all: number) => void): Promise<void> {
  const { collection_id } = await inside.must("POST", "/v1/collections", {
    collection_name: collection,
    feature_extractor: {
      feature_extractor_name: "text_extractor",
      version: "v1",
      input_mappings: { text: ["title", "text"] },
    },
  });
  onProgress(0, pages.length);
  for (let done = 0; done < pages.length; done += batchSize) {
    const documents = pages.slice(done, done + batchSize);
    await inside.must("POST", `/v1/collections/${collection_id}/documents`, { documents });
    onProgress(Math.min(done + batchSize, pages.length), pages.length);
  }
}

async function retrieverOf(inside: Client): Promise<string> {
  const existing = await inside.call("GET", `/v1/retrievers/${retriever}`);
  if (existing.status === 200) return (existing.body.retriever ?? existing.body).retriever_id;
  const search = {
    feature_uri: "cordon://text_extractor@v1/text_embedding",
    query: { input_mode: "text", value: "{{INPUT.query}}" },
    top_k: 100,
  };
  const made = await inside.must("POST", "/v1/retrievers", {
    retriever_name: retriever,
    collection_identifiers: [collection],
    input_schema: { query: { type: "string", required: true }, filters: { type: "object" } },
    stages: [
      {
        stage_name: "search",
        stage_type: "filter",
        config: {
          stage_id: "feature_search",
          parameters: { searches: [search], filters: "{{INPUT.filters}}", final_top_k: 50 },
        },
      },
    ],
  });
  return made.retriever.retriever_id;
}

/** A key for the page, which dies with the next run: its text cannot be read again, so each run makes its own. */
export async function mintPageKey({ url, adminKey }: Access, retrieverId: string, origin: string): Promise<string> {
  const inside = client(url, adminKey, namespace);
  const keys = `/v1/retrievers/${retrieverId}/api-keys`;
  const { results = [] } = await inside
    .must("GET", keys)
    .then((list) => (Array.isArray(list) ? { results: list } : list));
  for (const key of results) await inside.must("DELETE", `${keys}/${key.key_id}`);
  return (await inside.must("POST", keys, { name: "search page", allowed_origins: [origin] })).key;
}

function commonest(pages: Page[], count: number): string[] {
  const sizes = new Map<string, number>();
  for (const page of pages) sizes.set(page.package, (sizes.get(page.package) ?? 0) + 1);
  return [...sizes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([name]) => name);
}
