import { z } from "zod";
import { foundNamespace, putNamespace } from "../domain/namespace-founding";
import { auditNamespaces, listNamespaces } from "../domain/namespace-lists";
import { aboutNamespace, changeNamespace, deleteNamespace } from "../domain/namespaces";
import { aboutVectors, verifyVectors } from "../domain/vectors";
import {
  Audit,
  FoundNamespace,
  ListQuery,
  Namespace,
  NamespaceChange,
  NamespaceDraft,
  NamespaceList,
  NamespacePath,
  NamespacePut,
  nameInPath,
  Tree,
  VectorStanding,
} from "./namespace-shapes";
import { route } from "./route";
import { Done, Flag, ListBody, PageQuery, Whole } from "./shapes";

const removal = {
  on: "organization",
  needs: "admin",
  operation: "provision",
  params: NamespacePath,
  query: z.object({ cascade: Flag.default(false), force: Flag.default(false) }),
  returns: Done.extend({
    namespace_id: z.string(),
    task_id: z.string(),
    deleted_namespaces: z.array(z.object({ namespace_id: z.string(), task_id: z.string() })),
  }),
} as const;

export const namespaces = [
  route("POST /v1/namespaces", {
    does: "Found a namespace. Without a name it is given one that nobody can guess; a name that is taken is a conflict.",
    on: "organization",
    needs: "admin",
    operation: "provision",
    body: NamespaceDraft,
    returns: FoundNamespace,
    run: (organization, { body }) => foundNamespace(organization, body),
  }),
  route("PUT /v1/namespaces/{namespace_identifier}", {
    does: "Found a namespace unless it is there, and make it say what the body does. Safe to send again.",
    on: "organization",
    needs: "admin",
    operation: "provision",
    params: NamespacePath,
    body: NamespacePut,
    returns: FoundNamespace,
    run: (organization, { params: { namespace_identifier: ref }, body }) =>
      putNamespace(organization, ref, () => nameInPath(ref), body),
  }),
  route("PATCH /v1/namespaces/{namespace_identifier}", {
    does: "Change what a namespace says of itself, and which fields it has indexes on.",
    on: "organization",
    needs: "admin",
    params: NamespacePath,
    body: NamespaceChange,
    returns: Namespace,
    run: (organization, { params, body }) => changeNamespace(organization, params.namespace_identifier, body),
  }),
  route("GET /v1/namespaces", {
    does: "List the namespaces that the key may see, or those under one.",
    on: "organization",
    operation: "list_namespaces",
    query: ListQuery,
    returns: NamespaceList,
    run: (organization, { query: { parent_namespace_id: parent, limit, offset, ...query } }) => {
      const whole = limit === undefined && offset === undefined && query.cursor === undefined;
      return listNamespaces(organization, { ...query, limit: limit ?? 10, offset: offset ?? 0, parent, whole });
    },
  }),
  route("POST /v1/namespaces/list", {
    does: "List the namespaces that the key may see: searched, filtered, sorted.",
    on: "organization",
    operation: "list_namespaces",
    query: PageQuery.extend(Tree),
    body: ListBody,
    returns: NamespaceList,
    run: (organization, { query: { parent_namespace_id: parent, ...query }, body }) =>
      listNamespaces(organization, { ...query, ...body, parent }),
  }),
  route("GET /v1/namespaces/{namespace_identifier}", {
    does: "Read one namespace, by id or name, with exact counts.",
    on: "organization",
    operation: "list_namespaces",
    params: NamespacePath,
    returns: Namespace,
    run: (organization, { params }) => aboutNamespace(organization, params.namespace_identifier),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/infrastructure", {
    does: "Say where a namespace's vectors are, and how far a move of them has come.",
    on: "organization",
    operation: "list_namespaces",
    params: NamespacePath,
    returns: VectorStanding,
    run: (organization, { params }) => aboutVectors(organization, params.namespace_identifier),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/infrastructure/verify", {
    does: "Compare ids and versions of the vectors that are outside with what ought to be there, and mend what differs.",
    on: "organization",
    needs: "admin",
    params: NamespacePath,
    returns: VectorStanding,
    run: (organization, { params }) => verifyVectors(organization, params.namespace_identifier),
  }),
  route("DELETE /v1/namespaces/{namespace_identifier}", {
    ...removal,
    does: "Delete a namespace with all it holds. From the answer on nothing in it can be read or written.",
    run: (organization, { params, query }) => deleteNamespace(organization, params.namespace_identifier, query),
  }),
  route("GET /v1/admin/namespaces", {
    does: "List every namespace of the account with what it holds.",
    on: "organization",
    needs: "admin",
    wide: true,
    dialect: "memory",
    query: z.object({ limit: Whole(1, 500).default(100), offset: Whole(0, 100_000).default(0) }),
    returns: Audit,
    run: (organization, { query }) => auditNamespaces(organization, query),
  }),
  route("DELETE /v1/admin/namespaces/{namespace_identifier}", {
    ...removal,
    does: "The same as deleting it by its own path.",
    dialect: "memory",
    run: (organization, { params, query }) => deleteNamespace(organization, params.namespace_identifier, query),
  }),
];
