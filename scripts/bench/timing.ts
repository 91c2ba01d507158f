import { Agent, request } from "node:http";
import { client } from "../client.ts";
import type { Server } from "../serve/server.ts";
import { latencyRow, ms, type Row, table } from "./report.ts";
import { median } from "./stats.ts";

const probes = 1_000;
/** What the machine does meanwhile comes and goes: the medians are compared in each slice, and the middle one counts. */
const slices = 10;
/** At most this far may the medians lie apart. */
const tolerance = 0.05;

/** A way to ask for something by its name: the path, and the header that names a namespace. */
interface Question {
  what: string;
  key: string;
  exists: string;
  never: string;
  path: string;
}

interface Reply {
  latencyMs: number;
  /** Without the request's own id, and without the name as it was sent. */
  text: string;
}

/** Whether the time or the words of a refusal tell a namespace that is another's from one that never was. */
export async function printTiming(server: Server): Promise<void> {
  const questions = await prepared(server);
  const rows: Row[] = [];
  for (const question of questions) rows.push(...(await measure(server.url, question)));
  console.log(`\n${table(rows)}`);
}

/** A namespace that is warm, since its own key uses it, and a neighbour's key that may not enter it. */
async function prepared(server: Server): Promise<Question[]> {
  const admin = client(server.url, server.adminKey);
  for (const name of ["tenant-mine-000", "tenant-theirs-0"]) await admin.must("PUT", `/v1/namespaces/${name}`, {});
  const grant = { scope: "admin", namespaces: ["tenant-mine-000"] };
  // A key for each question: what one is refused in a minute is limited.
  const mint = async (name: string): Promise<string> =>
    (await admin.must("POST", "/admin/keys", { name, ...grant })).key;
  const theirs = await admin.must("POST", "/v1/namespaces/tenant-theirs-0/keys", { name: "theirs" });
  const names = { exists: "tenant-theirs-0", never: "tenant-never-00" };
  const use = client(server.url, theirs.key);
  await use.call("GET", "/v1/collections");
  const questions = [
    { ...names, what: "a document in a namespace", path: "/v1/documents/one" },
    { ...names, what: "the namespace itself", path: "/v1/namespaces/(name)" },
    { ...names, what: "the namespace's keys", path: "/v1/namespaces/(name)/keys" },
    {
      what: "a key",
      path: "/admin/keys/(name)",
      exists: theirs.key_id,
      never: `${theirs.key_id.slice(0, -4)}0000`,
    },
  ];
  return Promise.all(questions.map(async (question) => ({ ...question, key: await mint(question.what) })));
}

/** Both are asked in turns, and each is first as often as second. */
async function measure(url: string, question: Question): Promise<Row[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (name: string) => send(url, agent, question, name);
  for (let n = 0; n < 50; n++) for (const name of [question.exists, question.never]) await ask(name);
  const told = { exists: new Set<string>(), never: new Set<string>() };
  const latencies = { exists: [] as number[], never: [] as number[] };
  for (let n = 0; n < probes; n++)
    for (const kind of n % 2 ? (["exists", "never"] as const) : (["never", "exists"] as const)) {
      const { latencyMs, text } = await ask(question[kind]);
      told[kind].add(text);
      latencies[kind].push(latencyMs);
    }
  agent.destroy();
  const ratios = Array.from({ length: slices }, (_, n) => {
    const slice = (all: number[]) => all.slice((n * probes) / slices, ((n + 1) * probes) / slices);
    return median(slice(latencies.exists)) / median(slice(latencies.never));
  });
  const apart = Math.abs(median(ratios) - 1);
  const same = told.exists.size === 1 && told.never.size === 1 && [...told.exists][0] === [...told.never][0];
  return [
    latencyRow(`${question.what}: another's, p50 of ${probes.toLocaleString("en")}`, 0.5, latencies.exists),
    { what: "  never was", product: ms(median(latencies.never)) },
    {
      what: `  apart, in the middle one of ${slices} slices`,
      product: `${(apart * 100).toFixed(1)} %`,
      target: `under ${tolerance * 100} %`,
      met: apart < tolerance,
    },
    { what: "  the same bytes and headers", product: same ? "yes" : "no", target: "yes", met: same },
  ];
}

function send(url: string, agent: Agent, { key, path }: Question, name: string): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const headers = { authorization: `Bearer ${key}`, "x-namespace": name };
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const sent = request({ hostname, port, path: path.replace("(name)", name), headers, agent }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => {
        const latencyMs = performance.now() - start;
        const { "x-request-id": id, date, ...kept } = response.headers;
        const counts = Object.entries(kept).filter(([header]) => !/^(x-)?ratelimit/.test(header));
        const said = text.replaceAll(`${id}`, "(id)").replaceAll(name, "(name)");
        resolve({ latencyMs, text: JSON.stringify([response.statusCode, counts, said]) });
      });
    });
    sent.once("error", reject);
    sent.end();
  });
}
