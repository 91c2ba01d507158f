import { type Client, client } from "../client.ts";
import type { Conversation, Turn } from "./conversations.ts";
import type { Recaller } from "./recaller.ts";

const batchSize = 1_000;

/** A server's memory routes, as a customer calls them: a namespace per conversation, a turn per memory. */
export function overHttp(server: { url: string; adminKey: string }): Recaller {
  let count = 0;
  let inside: Client | undefined;
  let agent_id = "";
  let turnOf = new Map<string, string>();
  return {
    name: "recall",
    async store({ turns }: Conversation) {
      agent_id = `conversation-${++count}`;
      await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { name: agent_id });
      inside = client(server.url, server.adminKey, agent_id);
      turnOf = new Map(turns.map(({ id }) => [memoryId(id), id]));
      for (let at = 0; at < turns.length; at += batchSize) {
        const memories = turns.slice(at, at + batchSize).map(memoryOf);
        await inside.must("POST", "/v1/memories/store/batch", { agent_id, memories });
      }
    },
    async recall(query, top_k) {
      const answer = await inside?.must("POST", "/v1/memory/recall", { agent_id, query, top_k });
      const found: { id?: string; memory?: { id: string } }[] = answer.memories;
      return found.map(({ id, memory }) => turnOf.get(memory?.id ?? id ?? "") ?? "");
    },
  };
}

const memoryId = (turn: string) => turn.replaceAll(/[^\w-]/g, "-");

const memoryOf = ({ id, speaker, text, session, date }: Turn) => ({
  id: memoryId(id),
  content: text,
  session_id: session,
  metadata: { ...(speaker && { speaker }), ...(date && { session_date: date }) },
});
