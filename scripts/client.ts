// Scripts and tests read answers whose shape the server's own tests hold.
// biome-ignore lint/suspicious/noExplicitAny: a shape for each answer would be the contract written twice.
type Json = any;

export interface Answer<T = Json> {
  status: number;
  body: T;
  headers: Headers;
}

export type Client = ReturnType<typeof client>;

/** A small HTTP client for scripts and tests: JSON both ways, no exceptions for refusals. */
export function client(url: string, key?: string, namespace?: string) {
  const headers: Record<string, string> = {};
  if (key) headers.authorization = `Bearer ${key}`;
  if (namespace) headers["x-namespace"] = namespace;
  return {
    async call<T = Json>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
      const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
      const response = await fetch(url + path, {
        method,
        headers: { ...headers, ...json },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "");
      return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
    /** As `call`, for steps that must succeed: answers with the body, throws with the server's own words otherwise. */
    async must<T = Json>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await this.call<T>(method, path, body);
      if (answer.status < 300) return answer.body;
      const said = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      throw new Error(`${method} ${path} was answered ${answer.status}: ${said}`);
    },
  };
}
