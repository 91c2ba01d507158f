import { z } from "zod";
import type { Part } from "../domain/across";
import type { Spliced } from "../kit/spliced";
import type { Category } from "../outside/limits";
import type { Namespace } from "../store/door";
import type { KeyRow } from "../store/keyring";
import type { Lobby } from "../store/lobby";
import type { Organization } from "../store/organization";
import { type Need, need, type Operation, type Permission } from "../store/permits";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** How a route tells its errors: with the published `error` object of retrieval, or with the text of memory. */
export type Dialect = "retrieval" | "memory";

/** What a route may be given. It gets one of these, and never two. */
export interface Handles {
  namespace: Namespace;
  organization: Organization;
  /** Only what the key says of itself. */
  key: KeyRow;
  /** No key at all. */
  public: Lobby;
}

type None = z.ZodObject<Record<never, never>>;

interface Spec<
  On extends keyof Handles,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> {
  does: string;
  on?: On;
  /** The permission that the key must hold; `read` where a route does not say. */
  needs?: Permission;
  /** What its scopes must cover, where that is not the usual operation of the permission. */
  operation?: Operation;
  /** For keys that have the run of the organization only; others see what lies inside their own scopes. */
  wide?: true;
  /** Takes the key from X-Public-API-Key too, as the published browser client sends it. */
  publicKey?: true;
  dialect?: Dialect;
  /** Where the namespace is named beside the header and the query: in the path, or as memory routes have it. */
  namespaceIn?: "path" | "agent_id";
  /** An admin key founds the namespace that it names: where the organization has said so, or `always`. */
  founds?: true | "always";
  /** Where no namespace is named, all that the key opens are meant: see `across`. */
  everywhere?: true;
  /** For keys that may see all of a namespace, and not only some of its collections or retrievers. */
  whole?: true;
  /** What it is counted as, where its path and operation do not tell. */
  category?: Category;
  /** The body may come as a form too, with a file in it: see `readForm`. */
  form?: true;
  params?: P;
  query?: Q;
  body?: B;
  returns: R;
  status?: 200 | 201;
  /** Whether what it answers has been made just now: then it is 201. */
  made?(output: z.output<R>): boolean;
  /** How the answer is told as events to a body that asks for `stream`. */
  events?(output: z.output<R>): readonly unknown[];
  /** What the answer says of itself in headers too. */
  headers?(output: z.output<R>): Record<string, string>;
  /** How the answers of several namespaces become one, where a request may name several: `X-Namespace: a,b`. */
  across?(parts: readonly Part<z.output<R>>[], input: { query: z.output<Q>; body: z.output<B> }): z.input<R>;
  run(
    handle: Handles[On],
    input: {
      params: z.output<P>;
      query: z.output<Q>;
      body: z.output<B>;
      /** The namespace was named by `agent_id` alone: see `Meant`. */
      byAgent: boolean;
    },
  ): Given<R> | Promise<Given<R>>;
}

/** What a route answers, as its contract says; an object of the user's may be left as text. */
type Given<R extends z.ZodType> = z.input<R> | (z.input<R> extends object ? Spliced<z.input<R>> : never);

export interface Route {
  readonly method: Method;
  /** With `{names}` in braces. */
  readonly path: string;
  readonly does: string;
  readonly on: keyof Handles;
  readonly need: Need;
  readonly wide: boolean;
  readonly publicKey: boolean;
  readonly dialect: Dialect;
  readonly founds: boolean | "always";
  readonly everywhere: boolean;
  readonly namespaceIn: "path" | "agent_id" | "header";
  readonly category: Category;
  readonly form: boolean;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly returns: z.ZodType;
  readonly status: 200 | 201;
  /** Undefined where the status is always the same. */
  readonly made: ((output: never) => boolean) | undefined;
  readonly events: (output: unknown) => readonly unknown[];
  readonly headers: (output: never) => Record<string, string>;
  /** Undefined where a request may name one namespace only. */
  readonly across: ((parts: readonly Part<never>[], input: never) => unknown) | undefined;
  readonly run: (handle: never, input: never) => unknown;
}

/** For the many routes that have one answer, and say all of it in the body. */
export const noEvents = () => [];
export const noHeaders = () => ({});

/**
 * Declares one route as data: the contract, and what it does. `run` is given its tenant and its parsed input, never the
 * request, the context or a binding. What it returns is the response body, less what the contract does not name.
 */
export function route<
  R extends z.ZodType,
  On extends keyof Handles = "namespace",
  P extends z.ZodType = None,
  Q extends z.ZodType = None,
  B extends z.ZodType = None,
>(line: `${Method} /${string}`, spec: Spec<On, P, Q, B, R>): Route {
  const { events } = spec;
  const space = line.indexOf(" ");
  const method = z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).parse(line.slice(0, space));
  const path = line.slice(space + 1);
  return {
    method,
    path,
    does: spec.does,
    on: spec.on ?? "namespace",
    need: { ...need(spec.needs ?? "read", spec.operation), whole: spec.whole ?? false },
    wide: spec.wide ?? false,
    publicKey: spec.publicKey ?? false,
    dialect: spec.dialect ?? "retrieval",
    founds: spec.founds ?? false,
    everywhere: spec.everywhere ?? false,
    namespaceIn: spec.namespaceIn ?? "header",
    category: spec.category ?? categoryOf(path, spec.operation),
    form: spec.form ?? false,
    params: spec.params,
    query: spec.query,
    body: spec.body,
    returns: spec.returns,
    status: spec.status ?? 200,
    made: spec.made,
    events: events ? (output) => events(spec.returns.parse(output)) : noEvents,
    headers: spec.headers ?? noHeaders,
    across: spec.across,
    run: spec.run,
  };
}

/** Things, running something over them, and everything else, which is configuration. */
function categoryOf(path: string, operation: Operation | undefined): Category {
  if (operation === "execute_retriever" || /\/(execute|search|recall)$/.test(path)) return "search";
  if (/\/uploads?(\/|$)/.test(path)) return "upload";
  if (/\/(batches|clusters)(\/|$)/.test(path)) return "compute";
  return /\/(documents|objects|memory|memories|sessions|upsert-text|fulltext)(\/|$)/.test(path) ? "data" : "metadata";
}
