import { invalid } from "../kit/problem";
import type { NamespaceCounts } from "../store/account/namespaces";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { reachesNamespace, reachesOrganization, seeing } from "../store/scope";
import { presentDetail, presentForAudit, presentNamespace, uncounted } from "./namespace-shape";
import { descendants } from "./namespace-tree";
import { parentOf } from "./namespaces";
import { cursorAfter, isPlain, type ListRequest, pageOf, pagination } from "./page";

/** A list of namespaces as asked for; `parent` narrows it to what lies under one, `recursive` to all of that tree. */
export interface NamespaceListRequest extends ListRequest {
  parent?: string | null | undefined;
  recursive?: boolean | undefined;
  /** The query said nothing of pages: names and details of all are told beside the first page. */
  whole?: boolean;
}

interface Page {
  rows: NamespaceRow[];
  total: number;
  pagination: ReturnType<typeof pagination>;
}

/** Each page's cells are asked; more than this many at once are not. */
const countedAtMost = 1000;

/** A page in the usual order is one page of D1; only what asks for more than that looks at every namespace. */
export async function listNamespaces(organization: Organization, request: NamespaceListRequest) {
  const wide = reachesOrganization(organization.key, seeing);
  const plain = wide && isPlain(request) && !request.parent && !request.whole;
  const all = plain ? [] : await visible(organization, request);
  const page = plain ? await firstPage(organization, request) : await chosenPage(organization, all, request);
  const described = request.whole ? all : page.rows;
  return {
    results: await counted(organization, page.rows, presentNamespace),
    pagination: page.pagination,
    total_count: page.total,
    namespaces: described.map(({ name }) => name),
    details: described.map(presentDetail),
  };
}

const listOf = ({ id }: Organization) => `namespaces ${id}`;

async function firstPage(organization: Organization, request: ListRequest): Promise<Page> {
  const { results: rows, total } = await organization.namespaces.list(request);
  const last = rows.at(-1);
  const more = last && request.offset + rows.length < total;
  const next = more ? cursorAfter(listOf(organization), "namespace_id", presentDetail(last), request) : null;
  return { rows, total, pagination: pagination(request, total, next) };
}

/** What the key may see, in the order it was made. */
async function visible(organization: Organization, { parent, recursive }: NamespaceListRequest) {
  const parentId = await parentOf(organization, parent);
  const { namespaces, key } = organization;
  const under = (id: NamespaceRow["id"]) => (recursive ? descendants(organization, id) : namespaces.under([id]));
  const all = await (parentId ? under(parentId) : namespaces.all());
  return all
    .filter((row) => reachesNamespace(key, seeing, row))
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

async function chosenPage(organization: Organization, all: NamespaceRow[], request: ListRequest): Promise<Page> {
  const rows = new Map(all.map((row) => [row.id, row]));
  const models = asksForCounts(request)
    ? await counted(organization, few(all), presentNamespace)
    : all.map((row) => presentNamespace(row, uncounted));
  const chosen = pageOf(listOf(organization), "namespace_id", models, request);
  const found = chosen.results.flatMap((model) => rows.get(model.namespace_id) ?? []);
  return { rows: found, total: chosen.total_count, pagination: chosen.pagination };
}

/** Counts and activity are not in the namespaces' own rows. */
const asksForCounts = ({ sort, filters }: ListRequest) =>
  /"(\w+_count|size_bytes|last_activity_at)"/.test(JSON.stringify([sort?.field, filters]));

function few(rows: NamespaceRow[]): NamespaceRow[] {
  if (rows.length <= countedAtMost) return rows;
  throw invalid(`Only lists of up to ${countedAtMost} namespaces are sorted or filtered by what they hold.`, [
    "body",
    "sort",
  ]);
}

async function counted<T>(
  organization: Organization,
  rows: NamespaceRow[],
  present: (row: NamespaceRow, counts: NamespaceCounts, lastActivityAt: number | null) => T,
): Promise<T[]> {
  const { namespaces } = organization;
  const activity = await namespaces.lastActivity(rows);
  return Promise.all(rows.map(async (row) => present(row, await namespaces.counts(row), activity.get(row.id) ?? null)));
}

/** Every namespace of the account with what it holds, for an audit. */
export async function auditNamespaces(organization: Organization, page: { limit: number; offset: number }) {
  const { results, total } = await organization.namespaces.list(page);
  return { namespaces: await counted(organization, results, presentForAudit), total };
}
