/** A memory that was recalled, as the SDK hands it on. */
export interface Memory {
  id: string;
  content: string;
  importance: number;
  tags: string[];
  score: number;
}

export interface ClientOptions {
  baseUrl: string;
  apiKey: string;
  headers?: Record<string, string>;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** What failed, by what the body says of it. */
export class MemoryError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, { error, code }: { error: string; code: string }) {
    super(error);
    this.status = status;
    this.code = code;
  }
}

/** As much of a memory client as the example needs: the SDK's method names, and what it really sends. */
export class MemoryClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  createNamespace = (name: string) => this.#call("PUT", `/v1/namespaces/${name}`, {});
  deleteNamespace = (name: string) => this.#call("DELETE", `/v1/namespaces/${name}`);
  getMemoryPolicy = (name: string) => this.#call("GET", `/v1/namespaces/${name}/memory_policy`);
  setMemoryPolicy = (name: string, policy: object) => this.#call("PUT", `/v1/namespaces/${name}/memory_policy`, policy);

  async listNamespaces(): Promise<string[]> {
    return (await this.#call("GET", "/v1/namespaces")).namespaces;
  }

  async createNamespaceKey(namespace: string, name: string): Promise<string> {
    return (await this.#call("POST", `/v1/namespaces/${namespace}/keys`, { name })).key;
  }

  storeMemory = (agentId: string, memory: object) =>
    this.#call("POST", "/v1/memory/store", { ...memory, agent_id: agentId });

  async recall(agentId: string, query: string, options: object = {}): Promise<{ memories: Memory[] }> {
    const { memories } = await this.#call("POST", "/v1/memory/recall", { query, ...options, agent_id: agentId });
    const flat = ({ memory, score, smart_score }: { memory: Memory; score: number; smart_score?: number }) => ({
      ...memory,
      score: smart_score ?? score,
    });
    return { memories: memories.map(flat) };
  }

  batchForget = (request: object) => this.#call("DELETE", "/v1/memories/forget/batch", request);

  // biome-ignore lint/suspicious/noExplicitAny: the SDK reads answers as they come
  async #call(method: string, path: string, body?: object): Promise<any> {
    const { baseUrl, apiKey, headers, fetch = globalThis.fetch } = this.#options;
    const response = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new MemoryError(response.status, await response.json());
    return response.json();
  }
}
