// All that a page needs to ask Cordon: one browser key, one retriever, one request.

/** @returns the answer of the retriever; @throws Refusal with words for people, or AbortError */
export async function ask(config, { query, pack, page, pageSize }, signal) {
  const response = await fetch(`${config.api}/v1/retrievers/${config.retrieverId}/execute`, {
    method: "POST",
    headers: { authorization: `Bearer ${config.key}`, "content-type": "application/json" },
    body: JSON.stringify({
      inputs: { query, ...(pack && { filters: { package: pack } }) },
      pagination: { method: "offset", page_size: pageSize, page_number: page },
      return_highlights: true,
    }),
    signal,
  }).catch((error) => explain(config, error, signal));
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Refusal(`${answer.title ?? "Refused"} (${response.status})`, answer.detail ?? "");
}

export class Refusal extends Error {
  constructor(title, detail) {
    super(detail);
    this.title = title;
  }
}

/** A refused origin may not read the refusal. But every page may ask whether the server is well, which tells why. */
async function explain({ api, allowedOrigin }, error, signal) {
  if (signal.aborted) throw error;
  const isWell = await fetch(`${api}/health`, { signal }).then(
    (response) => response.ok,
    () => false,
  );
  if (!isWell) throw new Refusal("The server cannot be reached", `Nothing answers at ${api}. Is it running?`);
  if (location.origin === allowedOrigin) throw new Refusal("The request failed", String(error));
  throw new Refusal(
    "Refused: 403 Forbidden",
    `The server does not answer pages of ${location.origin}: this page's key may be used on ${allowedOrigin} only.`,
  );
}
