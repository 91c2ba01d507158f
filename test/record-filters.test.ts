import { expect, test } from "vitest";
import { means } from "./filter-meaning";
import { random } from "./filter-reference";
import { tenant } from "./tenant";

const of = (path: string) => `/v1/namespaces/main/${path}`;
const hits = (reply: { body: { results: { id: string }[] } }) => reply.body.results.map(({ id }) => id);

/** A condition in both languages, over the fields of `someMetadata`. */
function someCondition(r: ReturnType<typeof random>): [dollar: object, published: object] {
  const values = ["red", "green", "Redder", 1, 2.5, -3, true, null, "2026-11-20", "a*b"];
  const pick = <T>(from: T[]): T => from[r(from.length)]!;
  const field = pick(["colour", "size", "tags", "deep.a", "missing", "created_at"]);
  const list = () => Array.from({ length: r(4) }, () => pick(values));
  const is = (operator: string, value: unknown, more: object = {}) => ({
    field: `metadata.${field}`,
    operator,
    value,
    ...more,
  });
  const same = ["eq", "ne", "gt", "gte", "lt", "lte"].map((operator) => () => {
    const value = pick(values);
    return [{ [field]: { [`$${operator}`]: value } }, is(operator, value)] as [object, object];
  });
  const text = pick(["re", "Red", "n", "a*", "", "1"]);
  const [one, some] = [pick(values), list()];
  return pick<() => [object, object]>([
    ...same,
    () => [{ [field]: one }, is("eq", one)],
    () => [{ [field]: { $in: some } }, is("in", some)],
    () => [{ [field]: { $nin: some } }, is("nin", some)],
    () => [{ [field]: { $exists: text === "re" } }, is("exists", text === "re")],
    () => [{ [field]: { $contains: text } }, is("contains", text)],
    () => [{ [field]: { $icontains: text } }, is("contains", text, { case_sensitive: false })],
    () => [{ [field]: { $startsWith: text } }, is("starts_with", text)],
    () => [{ [field]: { $endsWith: text } }, is("ends_with", text)],
    () => [{ [field]: { $regex: "^r.d" } }, is("regex", "^r.d")],
    () => [{ [field]: { $glob: "a**b" } }, is("regex", "^a.*b$")],
    () => [{ [field]: { $glob: "r?d" } }, is("regex", "^r.d$")],
    () => [{ [field]: { $glob: "a.b" } }, is("regex", "^a\\.b$")],
    () => [{ [field]: { $arrayContains: one } }, is("eq", one)],
    () => [{ [field]: { $arrayContainsAny: some } }, is("in", some)],
    () => [{ [field]: { $arrayContainsAll: some } }, { AND: some.map((value) => is("eq", value)) }],
    () => [{ [field]: { $gte: 1, $lt: 3 } }, { AND: [is("gte", 1), is("lt", 3)] }],
    () => [{ [field]: { $not: { $eq: one } } }, { NOT: [is("eq", one)] }],
  ])();
}

function someDollar(r: ReturnType<typeof random>, depth = 2): [dollar: object, published: object] {
  if (depth === 0 || r(2) > 0) return someCondition(r);
  const parts = Array.from({ length: 1 + r(3) }, () => someDollar(r, depth - 1));
  const [mine, theirs] = [parts.map(([one]) => one), parts.map(([, one]) => one)];
  const [[a, b]] = parts as [[object, object]];
  return [
    () => [{ $and: mine }, { AND: theirs }] as [object, object],
    () => [{ $or: mine }, { OR: theirs }] as [object, object],
    () => [{ $not: a }, { NOT: [b] }] as [object, object],
  ][r(3)]!();
}

test("filters mean what the reference says, on every route that takes one", async () => {
  const { call, collectionId } = await tenant();
  const r = random(20261121);
  const pick = <T>(from: T[]): T => from[r(from.length)]!;
  const someMetadata = () => ({
    ...(r(4) && { colour: pick(["red", "green", "Redder", "", "a*b", "a..b", 1, null]) }),
    ...(r(4) && { size: pick([1, 2, 2.5, -3, "1", true]) }),
    ...(r(4) && { tags: Array.from({ length: r(4) }, () => pick(["red", "green", 1, true, null])) }),
    ...(r(2) && { deep: { a: pick(["red", 1, ["red", 2]]) } }),
    ...(r(3) === 0 && { created_at: pick(["2026-11-20", "red"]) }),
  });
  const all = Array.from({ length: 60 }, (_, n) => ({ id: `v${n}`, values: [1, n], metadata: someMetadata() }));
  await call("POST", of("vectors"), { vectors: all });
  const documents = all.map(({ id }) => ({ id, text: "red boat" }));
  await call("POST", of("fulltext/index"), { documents });
  const docs = all.map(({ id, metadata }) => ({
    id,
    collection: collectionId,
    at: "",
    body: { text: "red boat", metadata },
  }));
  const routes: [string, object][] = [
    ["query", { vector: [1, 0] }],
    ["query", { vector: [1, 0], distance_metric: "euclidean" }],
    ["query-text", { text: "red boat" }],
    ["fulltext/search", { query: "boat" }],
    ["hybrid", { text: "boat", vector: [1, 0], vector_weight: 0.5 }],
    ["hybrid", { text: "boat" }],
  ];
  let [some, none] = [0, 0];
  for (let n = 0; n < 150; n++) {
    const [filter, published] = someDollar(r);
    const meant = docs
      .filter((doc) => means(doc, published))
      .map(({ id }) => id)
      .sort();
    meant.length > 0 ? some++ : none++;
    const what = JSON.stringify([filter, published]);
    for (const [path, body] of n % 10 ? routes.slice(0, 1) : routes) {
      const reply = await call("POST", of(path), { ...body, top_k: 100, filter });
      expect(reply.status, `${what} ${reply.text}`).toBe(200);
      expect(hits(reply).sort(), `${path} ${what}`).toEqual(meant);
    }
    expect((await call("POST", of("vectors/count"), { filter })).body.count, what).toBe(meant.length);
  }
  expect(Math.min(some, none)).toBeGreaterThan(10);
  const batch = await call("POST", of("batch-query"), {
    queries: [
      { vector: [1, 0], top_k: 100, filter: { size: 2 } },
      { vector: [1, 0], top_k: 3 },
    ],
  });
  expect(batch.body.results.map((one: { results: object[] }) => one.results.length)).toEqual([
    docs.filter((doc) => means(doc, { field: "metadata.size", operator: "eq", value: 2 })).length,
    3,
  ]);
});
