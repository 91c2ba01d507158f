import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Control } from "../vector/control.ts";
import { developerApi, type Home } from "../vector/developer.ts";
import { type IndexOptions, vectorIndex } from "../vector/index.ts";
import { steered } from "../vector/steering.ts";
import { kept, readJson, writeJson } from "./kept.ts";
import { served } from "./served.ts";

/** An index as an installation is told of it. */
export interface IndexAddress {
  name: string;
  url: string;
  token: string;
}

export interface Vectors {
  indexes: IndexAddress[];
  developer: { url: string; email: string; apiKey: string };
  close(): void;
}

export interface VectorsOptions extends Partial<Control> {
  /** How many indexes the account may have. */
  maxIndexes?: number;
  /** Where indexes, what is in them, and their ports outlive the process; without it nothing does. */
  folder?: string;
}

/** Two indexes, of 384 and 768 dimensions, and the Developer API that makes more; each on a port of its own. */
export async function startVectors(given: VectorsOptions = {}): Promise<Vectors> {
  const { maxIndexes = 10, folder, ...control } = given;
  if (folder) mkdirSync(folder, { recursive: true });
  const fileOf = (name: string) => (folder ? join(folder, name) : undefined);
  const portsFile = fileOf("ports.json");
  const ports: Record<string, number> = portsFile ? readJson(portsFile, {}) : {};
  const homes = new Set<Home>();
  const serve = async (name: string, fetch: (request: Request) => Promise<Response>): Promise<Home> => {
    const home = await served(fetch, ports[name]);
    homes.add(home);
    ports[name] = Number(new URL(home.url).port);
    if (portsFile) writeJson(portsFile, ports);
    return home;
  };
  const open = async (options: IndexOptions, id: string): Promise<Home> => {
    const index = vectorIndex({ ...control, ...options, now: Date.now });
    const file = fileOf(`${id}.jsonl`);
    const { url, close } = await serve(id, steered(file ? await kept(index, options.token, file) : index));
    const remove = () => {
      close();
      if (file) rmSync(file, { force: true });
    };
    return { url, close: remove };
  };
  const indexes: IndexAddress[] = [];
  for (const dimension of [384, 768]) {
    const [name, token] = [`local-${dimension}`, `the token of ${dimension} dimensions`];
    const { url } = await open({ dimension, similarityFunction: "COSINE", indexType: "DENSE", token }, name);
    indexes.push({ name, url, token });
  }
  const [email, apiKey] = ["local@example.com", "the key of the account"];
  const madeFile = fileOf("made.json");
  const memory = madeFile && { made: readJson(madeFile, []), keep: (made: unknown) => writeJson(madeFile, made) };
  const api = await developerApi({ email, apiKey, now: Date.now, open, maxIndexes, ...(memory && { memory }) });
  const { url } = await serve("developer", steered(api));
  return {
    indexes,
    developer: { url: `${url}/v2`, email, apiKey },
    close() {
      for (const home of homes) home.close();
    },
  };
}
