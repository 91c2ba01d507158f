import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../scripts/client.ts";
import { found, ways } from "./remote-world.ts";

const searchers = 2;
const betweenMs = 10;

/** Searches of every kind and writes that change no result, without a pause, until it is stopped. */
export async function startLoad(inside: Client, queries: string[], ids: string[]) {
  const statuses = new Map<string, number>();
  const note = (what: string) => statuses.set(what, (statuses.get(what) ?? 0) + 1);
  const told = { statuses, warned: 0, different: [] as string[] };
  let on = true;
  const questions = queries.flatMap((query) => ways.map((way) => ({ way, query })));
  const ask = async ({ way, query }: (typeof questions)[number]) =>
    inside.call("POST", `/v1/retrievers/${way}/execute`, { inputs: { query } });
  const known: string[] = [];
  for (const question of questions) known.push(JSON.stringify(found((await ask(question)).body)));
  const searching = Array.from({ length: searchers }, async (_, searcher) => {
    for (let n = searcher; on; n++, await sleep(betweenMs)) {
      const which = (n * 5) % questions.length;
      const { status, body } = await ask(questions[which]!);
      note(`search ${status}`);
      if (body.warnings?.length > 0) told.warned++;
      else if (JSON.stringify(found(body)) !== known[which]) told.different.push(JSON.stringify(questions[which]));
    }
  });
  // Numbers that nobody searches for, and documents without text, which come and go.
  const writes: ((n: number) => [method: string, path: string, body?: object])[] = [
    (n) => ["PATCH", `/v1/documents/${ids[(n * 7) % ids.length]}`, { note: n }],
    (n) => ["POST", "/v1/collections/documents/documents", { document_id: `fleeting-${n}`, note: n }],
    (n) => ["DELETE", `/v1/documents/fleeting-${n - 1}`],
  ];
  const writing = (async () => {
    for (let n = 0; on || n % writes.length !== 0; n++, await sleep(betweenMs))
      note(`write ${(await inside.call(...writes[n % writes.length]!(n))).status}`);
  })();
  return {
    told,
    async stop() {
      on = false;
      await Promise.all([...searching, writing]);
    },
  };
}
