import { env } from "cloudflare:workers";
import { random, someDoc } from "./filter-reference";
import { caller, found, organization } from "./tenant";

export const seed = 20261120;

/** A namespace with random documents in two collections, its payload indexes declared or not. */
export async function library(name: string, declared: Record<string, string>, count: number) {
  const home = await organization();
  const payload_indexes = Object.entries(declared).map(([field_name, type]) => ({ field_name, type }));
  const namespace = await found(home.call, { namespace_name: name, payload_indexes });
  if (namespace.status !== 200) throw new Error(namespace.text);
  const call = caller(home.key, name);
  const made = [];
  for (const collection_name of ["one", "two"]) made.push(await call("POST", "/v1/collections", { collection_name }));
  const collections: string[] = made.map(({ body }) => body.collection_id);
  const r = random(seed);
  const docs = Array.from({ length: count }, (_, n) => someDoc(r, n, collections));
  for (const id of collections) {
    const documents = docs
      .filter(({ collection }) => collection === id)
      .map(({ id: document_id, body }) => ({ ...body, document_id }));
    if (documents.length === 0) continue;
    const reply = await call("POST", `/v1/collections/${id}/documents`, { documents });
    if (reply.status !== 200) throw new Error(reply.text);
  }
  const id: string = namespace.body.namespace_id;
  return { call, docs, collections, organizationId: home.id, stub: env.CELL.getByName(id) };
}
