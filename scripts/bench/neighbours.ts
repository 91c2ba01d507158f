import { setTimeout as sleep } from "node:timers/promises";
import { type Client, client } from "../client.ts";
import type { Server } from "../serve/server.ts";
import { drive, type Target } from "./load.ts";
import { type Prose, prose } from "./prose.ts";
import { ms, type Row, table } from "./report.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";
import { median } from "./stats.ts";
import { foundTenant, type Tenant } from "./tenant.ts";

const [noisySize, quietSize] = [20_000, 1_000];
/** Between two requests of the noisy one. */
const noisePauseMs = 20;
const rounds = 7;
const queriesPerRound = 40;

/** What one namespace's searches cost and say while another, twenty times as large, is searched and written to without a pause. */
export async function printNeighbours({ product }: Field): Promise<void> {
  const text = await prose();
  const noisy = await foundTenant(product, "noisy", text.documents(noisySize));
  const quiet = await foundTenant(product, "quiet", text.documents(quietSize));
  await settle(product.url);
  const admin = client(product.url, product.adminKey);
  const scopes = [{ resource_type: "namespace", resource_id: "quiet" }];
  const { key } = await admin.must("POST", "/v1/organizations/api-keys", { name: "quiet", scopes });
  const inside = client(product.url, key, "quiet");
  await ask(inside, quiet, text); // warm
  const [alone, beside, under]: [Told[], Told[], Told[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    alone.push(await ask(inside, quiet, text));
    for (const [told, pauseMs] of [
      [beside, noisePauseMs],
      [under, 0],
    ] as const) {
      const noise = makeNoise(product, noisy, text, pauseMs);
      told.push(await ask(inside, quiet, text));
      await noise.stop();
    }
  }
  const p50Of = (told: Told[]) => median(told.flatMap(({ latenciesMs }) => latenciesMs));
  const [p50, besideP50, underP50] = [p50Of(alone), p50Of(beside), p50Of(under)];
  const all = [...alone, ...beside, ...under];
  const isSame = all.every(({ said }) => said === all[0]?.said);
  const isCounted = all.every(({ steps }) => steps.every((step) => step === 1));
  const ratio = besideP50 / p50;
  const rows: Row[] = [
    { what: "quiet namespace alone, search p50", product: ms(p50) },
    {
      what: `beside one of ${noisySize.toLocaleString("en")} documents, a request every ${noisePauseMs} ms`,
      product: ms(besideP50),
      ratio: ratio.toFixed(2),
      target: "at most 1.5",
      met: ratio <= 1.5,
    },
    // On one machine one thread serves every cell, so here the quiet one waits for whatever the noisy one is at.
    { what: "  without a pause", product: ms(underP50), ratio: (underP50 / p50).toFixed(2) },
    { what: "results and scores", product: isSame ? "the same" : "differ", target: "the same", met: isSame },
    {
      what: "requests left, as told by the headers",
      product: isCounted ? "one less each" : "counted with others",
      target: "one less each",
      met: isCounted,
    },
  ];
  console.log(`\n${table(rows)}`);
}

interface Told {
  latenciesMs: number[];
  /** Every result and score, as text. */
  said: string;
  /** By how much each request lowered what is left; those over the turn of a minute are left out. */
  steps: number[];
}

async function ask(inside: Client, { retrieverId }: Tenant, text: Prose): Promise<Told> {
  const told: Told = { latenciesMs: [], said: "", steps: [] };
  let before: { left: number; reset: string | null } | undefined;
  for (let n = 0; n < queriesPerRound; n++) {
    const start = performance.now();
    const { status, body, headers } = await inside.call("POST", `/v1/retrievers/${retrieverId}/execute`, {
      inputs: { query: text.query(n) },
    });
    told.latenciesMs.push(performance.now() - start);
    if (status !== 200) throw new Error(`a search was answered ${status}`);
    told.said += JSON.stringify(
      body.results.map((one: { document_id: string; score: number }) => [one.document_id, one.score]),
    );
    const now = { left: Number(headers.get("x-ratelimit-remaining")), reset: headers.get("x-ratelimit-reset") };
    if (before && before.reset === now.reset) told.steps.push(before.left - now.left);
    before = now;
  }
  return told;
}

/** A search and a write after the other, over one connection, until it is stopped. */
function makeNoise(
  { url, adminKey: key }: Pick<Server, "url" | "adminKey">,
  { namespace, retrieverId }: Tenant,
  text: Prose,
  pauseMs: number,
) {
  let sent = 0;
  let isOver = false;
  const shot: Target["shot"] = () =>
    ++sent % 2
      ? { path: "/v1/collections/documents/documents", body: { title: `noise ${sent}`, text: text.query(sent) } }
      : { path: `/v1/retrievers/${retrieverId}/execute`, body: { inputs: { query: text.query(sent) } } };
  const running = (async () => {
    while (!isOver) {
      await drive({ url, key, namespace, shot }, 1, { count: pauseMs ? 1 : 20 });
      if (pauseMs) await sleep(pauseMs);
    }
  })();
  return {
    stop: () => {
      isOver = true;
      return running;
    },
  };
}
