import { z } from "zod";
import type { DatedDraft } from "../cell/contract";
import { isTooLarge, maxDocumentBytes } from "../cell/size";
import { textOf } from "../engine/text-of";
import { newId } from "../kit/id";
import { parseJson } from "../kit/json";
import { pause } from "../kit/pause";
import { invalid, Problem } from "../kit/problem";
import { renamed } from "../kit/renamed";
import type { CollectionRow } from "../store/config";
import type { Namespace } from "../store/namespace";
import type { NamespaceRow } from "../store/namespaces";
import { Refused } from "../store/refused";
import { readDraft } from "./documents/draft";
import { collectionUrn, exportVersion } from "./exports";
import { knownExtractor } from "./extractors";
import { ImportLine } from "./import-lines";
import { MemoryIntake } from "./memories/intake";
import { declaredIndexes } from "./payload-indexes";
import { readStages } from "./retrievers/stages";

type Of<T extends ImportLine["type"]> = Extract<ImportLine, { type: T }>;

/** A batch is put whole or not at all. */
const [batchDocuments, batchBytes] = [200, 1 << 20];

/**
 * Takes in an export, line by line. What has a name or an id that is here already: a collection or a retriever stays as
 * it is here, a document or a memory is put in place of the one here; so an import that was cut short can be sent again.
 * @throws Problem at the first line that is not right, with its number and how much was stored before
 */
export async function importNamespace(home: Namespace, lines: AsyncIterable<string>) {
  // Whatever a cache has wrong is mended before the first line is read, which can be read once only.
  const intake = new Intake(home, await home.collections.all(), await home.retrievers.all());
  let number = 0;
  try {
    for await (const text of lines) {
      number++;
      if (text.trim() !== "") await intake.take(text, number);
    }
    await intake.end();
  } catch (error) {
    throw at(number, intake.stored, error);
  }
  return { success: true, lines: number, stored: intake.stored };
}

function at(number: number, stored: Intake["stored"], error: unknown): unknown {
  // A batch may find fault with one of its lines that was read before.
  const own = error instanceof Problem ? error.details?.line : undefined;
  const line = typeof own === "number" ? own : number;
  const details = { line, stored };
  if (error instanceof Refused && error.refusal === "stale")
    return new Problem("conflict", `Line ${line}: the namespace was changed meanwhile. Send it again.`, details);
  if (error instanceof Refused) return new Problem("not_found", "The namespace is not there any more.", details);
  if (error instanceof z.ZodError) return new Problem("invalid", `Line ${line}: ${wrong(error)}`, details);
  if (!(error instanceof Problem)) return error;
  return new Problem(error.code, `Line ${line}: ${error.message}`, { ...error.details, ...details });
}

/** What is wrong with a line, of the kind that it says it is. */
function wrong({ issues: [issue] }: z.ZodError): string {
  const [inner] = issue?.code === "invalid_union" ? (issue.errors.at(-1) ?? []) : [issue];
  return `${inner?.path.join(".") || "this line"}: ${inner?.message ?? "not a line of an export"}`;
}

class Intake {
  readonly #stored = { collections: 0, retrievers: 0, documents: 0 };
  readonly #home: Namespace;
  readonly #memories: MemoryIntake;
  readonly #collections: Map<string, CollectionRow>;
  readonly #retrievers: Set<string>;
  #row: NamespaceRow;
  #batch = new Map<string, DatedDraft>();
  #bytes = 0;
  #isOpen = false;
  #isOver = false;

  constructor(home: Namespace, collections: CollectionRow[], retrievers: { name: string }[]) {
    this.#home = home;
    this.#memories = new MemoryIntake(home);
    this.#row = home.row;
    this.#collections = new Map(collections.map((row) => [row.name, row]));
    this.#retrievers = new Set(retrievers.map(({ name }) => name));
  }

  get stored() {
    return { ...this.#stored, ...this.#memories.stored };
  }

  async take(text: string, number: number): Promise<void> {
    const line = readLine(text, this.#isOpen);
    if (this.#isOver) throw invalid("Nothing comes after the end.", ["body"]);
    if (line.type !== "document") await this.#flush();
    switch (line.type) {
      case "head":
        this.#isOpen = true;
        return;
      case "settings":
        return this.#settle(line);
      case "collection":
        return this.#addCollection(line);
      case "retriever":
        return this.#addRetriever(line);
      case "document":
        return this.#addDocument(line);
      case "end":
        await this.#memories.flush();
        this.#isOver = true;
        return;
      default:
        return this.#memories.take(line, number, text.length);
    }
  }

  /** An export that was cut off says so by having no end. */
  async end(): Promise<void> {
    await this.#flush();
    await this.#memories.flush();
    if (!this.#isOver) throw invalid("The export has no end: it was cut off.", ["body"]);
  }

  /** A namespace without collections takes the settings over; one with them, what it lacks. */
  async #settle({ feature_extractors, payload_indexes }: Of<"settings">): Promise<void> {
    for (const { name, version } of feature_extractors) knownExtractor(name, version);
    const { featureExtractors, payloadIndexes } = this.#row;
    const isNew = this.#collections.size === 0;
    const own = isNew ? [] : featureExtractors;
    const lacking = feature_extractors.filter(
      (one, i) => ![...own, ...feature_extractors.slice(0, i)].some((has) => isSame(has, one)),
    );
    const wanted = declaredIndexes(payload_indexes.map(({ field, type }) => ({ field_name: field, type })));
    const ownIndexes = isNew ? [] : payloadIndexes;
    const lackingIndexes = wanted.filter(({ field }) => !ownIndexes.some((has) => has.field === field));
    const settings = {
      featureExtractors: [...own, ...lacking],
      payloadIndexes: [...ownIndexes, ...lackingIndexes],
    };
    this.#row = { ...this.#row, ...settings };
    await this.#home.settle(settings);
  }

  async #addCollection(line: Of<"collection">): Promise<void> {
    if (this.#collections.has(line.name)) return;
    const { name, version } = line.feature_extractor;
    if (!this.#row.featureExtractors.some((one) => one.name === name && one.version === version))
      throw invalid(`This namespace was founded without ${name}@${version}.`, ["body", "feature_extractor"]);
    const draft = {
      id: newId("collection"),
      name: line.name,
      description: line.description,
      source: line.source,
      featureExtractor: line.feature_extractor,
      metadata: line.metadata,
      ...times(line),
    };
    this.#collections.set(line.name, await this.#home.collections.add(draft, "There is a collection of this name."));
    this.#stored.collections++;
  }

  async #addRetriever(line: Of<"retriever">): Promise<void> {
    if (this.#retrievers.has(line.name)) return;
    const ids = new Map([...this.#collections].map(([name, { id }]) => [collectionUrn(name), id as string]));
    const design = {
      name: line.name,
      description: line.description,
      collectionIds: line.collections.map((urn) => {
        const id = ids.get(urn);
        if (!id) throw invalid("The retriever names a collection that is not here.", ["body", "collections"]);
        return id;
      }),
      stages: readStages(
        renamed(line.stages, (text) => ids.get(text) ?? text),
        ["body", "stages"],
      ),
      inputSchema: line.input_schema,
      budgetLimits: line.budget_limits,
      tags: line.tags,
      displayConfig: line.display_config,
      cacheConfig: line.cache_config ?? null,
      version: line.version,
      createdBy: this.#home.key.userId,
      ...times(line),
    };
    await this.#home.retrievers.add({ id: newId("retriever"), ...design }, "There is a retriever of this name.");
    this.#retrievers.add(line.name);
    this.#stored.retrievers++;
  }

  async #addDocument(line: Of<"document">): Promise<void> {
    const collection = this.#collections.get(line.collection);
    if (!collection) throw invalid("The document's collection is not here.", ["body", "collection"]);
    const sent = { ...line.fields, document_id: line.document_id, _vectors: line.vectors ?? null };
    const { id, fields, vectors } = readDraft(this.#row, collection, sent, ["body"], true);
    const body = JSON.stringify(fields);
    if (isTooLarge(body)) throw new Problem("too_large", `A document may have ${maxDocumentBytes} bytes at most.`);
    const text = textOf(collection.featureExtractor, fields);
    if (this.#batch.has(id)) await this.#flush();
    const expiresAt = line.expires_at === undefined ? null : Date.parse(line.expires_at);
    this.#batch.set(id, { id, collectionId: collection.id, body, text, vectors, expiresAt, ...times(line) });
    this.#bytes += body.length + vectors.reduce((sum, { values }) => sum + values.byteLength, 0);
    if (this.#batch.size >= batchDocuments || this.#bytes >= batchBytes) await this.#flush();
  }

  async #flush(): Promise<void> {
    const drafts = [...this.#batch.values()];
    this.#batch = new Map();
    this.#bytes = 0;
    if (drafts.length === 0) return;
    const [elsewhere] = await this.#home.documents.importAll(drafts);
    if (elsewhere !== undefined)
      throw new Problem("conflict", `Another collection has the document_id ${elsewhere}. This batch was not stored.`);
    this.#stored.documents += drafts.length;
    await pause();
  }
}

interface Versioned {
  name: string;
  version: string;
}
const isSame = (a: Versioned, b: Versioned) => a.name === b.name && a.version === b.version;

const times = (line: { created_at: string; updated_at: string }) => ({
  createdAt: Date.parse(line.created_at),
  updatedAt: Date.parse(line.updated_at),
});

/** @throws Problem for what is no line of an export, or has no head before it */
function readLine(text: string, isOpen: boolean): ImportLine {
  const parsed = ImportLine.parse(parseJson(text));
  if (parsed.type === "head" && parsed.version > exportVersion)
    throw invalid(`This export has the form ${parsed.version}; the newest that is read here is ${exportVersion}.`, [
      "body",
    ]);
  if ((parsed.type === "head") === isOpen)
    throw invalid(isOpen ? "An export has one head." : "This is no export: its first line is not a head.", ["body"]);
  return parsed;
}
