import { type IndexAddress, type Platform, VectorsRefused, workers } from "./transport";

/** An account at Upstash, by which indexes are made and taken away. */
export interface Account {
  email: string;
  key: string;
  /** Without a slash at its end. */
  url?: string | undefined;
}

export interface OwnIndex extends IndexAddress {
  /** Upstash's. */
  id: string;
  dimensions: number;
}

const publicUrl = "https://api.upstash.com/v2";
const timeoutMs = 30_000;
/** An account may have indexes that are not ours: what does not begin so is neither listed nor taken away. */
const ours = /^cordon-[a-z0-9_-]{1,50}$/;
const idForm = /^[A-Za-z0-9_-]{1,64}$/;

/** Upstash's Developer API, for indexes that belong to one namespace alone. */
export function developer({ email, key, url = publicUrl }: Account, platform: Platform = workers) {
  const headers = { authorization: `Basic ${btoa(`${email}:${key}`)}`, "content-type": "application/json" };

  /** What it answers; null for 404. Its errors are not repeated: they may hold what they were sent. */
  async function call(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<unknown> {
    const request = new Request(`${url}/vector/index${path}`, {
      method,
      headers,
      redirect: "manual",
      signal: platform.timeout(timeoutMs),
      ...(body && { body: JSON.stringify(body) }),
    });
    const response = await platform.fetch(request).catch(() => {
      throw new Error(`Upstash: the developer API did not answer.`);
    });
    if (response.ok) return response.json();
    await response.body?.cancel().catch(() => {});
    if (response.status === 404) return null;
    throw new VectorsRefused(`${method} index`, response.status);
  }

  return {
    /** @throws RangeError for a name that does not begin as ours do */
    async create({
      name,
      dimensions,
      region,
    }: {
      name: string;
      dimensions: number;
      region: string;
    }): Promise<OwnIndex> {
      if (!ours.test(name)) throw new RangeError("Not the name of an index of ours.");
      const made = indexOf(
        await call("POST", "", {
          name,
          region,
          similarity_function: "COSINE",
          dimension_count: dimensions,
          type: "payg",
          index_type: "DENSE",
        }),
      );
      if (!made) throw new Error("Upstash: the developer API made no index.");
      return made;
    },

    /** Ours. */
    async list(): Promise<OwnIndex[]> {
      const all = await call("GET", "");
      return (Array.isArray(all) ? all : []).map(indexOf).filter((one) => one !== undefined);
    },

    /** With everything in it. One that is not there is gone already. @throws RangeError for one that is not ours */
    async remove(id: string): Promise<void> {
      if (!idForm.test(id)) throw new RangeError("Not the id of an index.");
      const there = await call("GET", `/${id}`);
      if (there === null) return;
      if (indexOf(there)?.id !== id) throw new RangeError("Not an index of ours.");
      await call("DELETE", `/${id}`);
    },
  };
}

/** An index as it is told of, if it is one of ours. */
function indexOf(told: unknown): OwnIndex | undefined {
  if (typeof told !== "object" || told === null) return undefined;
  const { id, name, endpoint, token, dimension_count: dimensions }: Partial<Record<string, unknown>> = { ...told };
  if (typeof id !== "string" || typeof name !== "string" || !ours.test(name)) return undefined;
  if (typeof endpoint !== "string" || typeof token !== "string") return undefined;
  return { id, name, url: urlOf(endpoint), token, dimensions: Number(dimensions) };
}

/** An endpoint is told of by its first label, `glowing-baboon-15797-us1`, by its host or as a URL. */
function urlOf(endpoint: string): string {
  if (endpoint.includes("://")) return endpoint;
  return `https://${endpoint.includes(".") ? endpoint : `${endpoint}-vector.upstash.io`}`;
}
