import { z } from "zod";
import type { Part } from "../domain/across";
import type { Leave } from "../kit/fair-share";
import { wholeTexts } from "../kit/json";
import { Problem } from "../kit/problem";
import { Spliced, splice } from "../kit/spliced";
import { noEvents, type Route } from "../routes/route";
import { Lines } from "../routes/shapes";
import type { Grant, Namespace } from "../store/door";
import type { KeyRow } from "../store/keyring";
import type { Place } from "../store/limits";
import { lobby } from "../store/lobby";
import { type Answer, eventStream, json, jsonText, textStream } from "./answer";
import { authenticate } from "./auth";
import { isForm, readForm, readJson } from "./body";
import { tellOfChange } from "./changes";
import { tell } from "./counting";
import { foundMissing } from "./founding";
import type { HouseContext } from "./house";
import { admit } from "./limits";
import { readLines } from "./lines";
import { namespaceMeant, namespaceOf } from "./meant";
import { isKept, type Replay, recall } from "./replay";
import { enterShare } from "./shares";
import { invalidInput, validate } from "./validate";

/** `{names}` in braces, as the contract writes them, are Hono's `:names`. */
export const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ":$1");

type Headers = (output: unknown) => Record<string, string>;
type Made = ((output: unknown) => boolean) | undefined;
type Run = (handle: unknown, input: unknown) => Promise<unknown>;

/** Makes a route answer: who is it, may they, what do they say, do it, and of what comes out only what the contract names. */
export function mount(route: Route): (c: HouseContext) => Promise<Answer> {
  // The only place where a route's handle and input lose their types: `route()` has checked that they fit.
  const run = route.run as Run;
  const told = telling(route);
  return async (c) => {
    c.get("walk").route = route.path;
    const turn = turnOf(c, route);
    try {
      const output = await enter(c, route, run, turn);
      const { replay } = turn;
      if (replay?.first) return replay.first;
      const answer = told(output, turn);
      tellOfChange(c, route);
      return replay ? await replay.keep(answer) : answer;
    } catch (error) {
      const refused = tell(c, asProblem(error), route);
      return turn.replay ? turn.replay.keep(refused) : refused;
    } finally {
      turn.leave?.();
    }
  };
}

/** Tells what a route says; what is frozen, and never says anything else, in the words of the first time. */
function telling(route: Route) {
  const frozen = new WeakMap<object, Answer>();
  return (output: unknown, turn: Turn): Answer => {
    if (!Object.isFrozen(output) || typeof output !== "object" || output === null || turn.events)
      return answerOf(route, output, turn);
    const known = frozen.get(output) ?? answerOf(route, output, turn);
    frozen.set(output, known);
    return known;
  };
}

function answerOf(route: Route, output: unknown, { events }: Turn): Answer {
  const { returns } = route;
  if (returns === Lines) return textStream(contracted(route, Lines, output), "application/x-ndjson");
  if (output instanceof Spliced) {
    // Fields that nobody reads may leave only where the contract lets any field pass.
    if (!(returns instanceof z.ZodObject && returns.def.catchall instanceof z.ZodUnknown))
      throw new Error(`${route.method} ${route.path} may not answer unread text`);
    return jsonText(splice(output.object, contracted(route, returns, output.members)), route.status);
  }
  const body = contracted(route, returns, output);
  // It takes what the route's own contract gives, which the body has just become.
  const headers = (route.headers as Headers)(body);
  const status = (route.made as Made)?.(body) ? 201 : route.status;
  return { ...(events ? eventStream(route.events(body)) : json(body, status)), headers };
}

/** What leaves is what the contract names. That a route says something else is our fault, not the caller's. */
function contracted<T>(route: Route, returns: z.ZodType<T>, output: unknown): T {
  const parsed = returns.safeParse(output);
  if (parsed.success) return parsed.data;
  throw new Error(`${route.method} ${route.path} answered outside of its contract`, { cause: parsed.error });
}

/** No route answers. A path that some route has, for another method, is told apart from a path that none has. */
export async function refuse(c: HouseContext, path: string | undefined): Promise<never> {
  if (!path) throw new Problem("route_not_found", "There is no such path. See /openapi.json.");
  throw new Problem("method_not_allowed", `${path} does not answer ${c.req.method}. See /openapi.json.`);
}

async function enter(c: HouseContext, route: Route, run: Run, turn: Turn) {
  if (route.on === "public") {
    const place = readPlace(c, route);
    return run(lobby(c.env), { ...place, body: readBody(c, route, takesJson(route) && (await turn.sent())) });
  }
  const grant = await authenticate(c, route);
  const { key } = grant;
  if (route.on !== "namespace") {
    const { need, wide } = route;
    const handle = route.on === "key" ? key : grant.organization(need, { wide, meant: namespaceOf(c) });
    const input = await turn.begin(key, key.organizationId);
    return turn.replay?.first ? undefined : run(handle, input);
  }
  const { ref, several, byAgent } = await namespaceMeant(c, route, turn.sent);
  if (several) return enterEach(c, { route, run, turn, grant }, several);
  if (ref === undefined && route.everywhere && !grant.only)
    return enterEach(c, { route, run, turn, grant }, await grant.opened(route.need));
  const work = async (namespace: Namespace) => {
    c.get("walk").namespaceId = namespace.id;
    const input = await turn.begin(key, namespace.id);
    if (!turn.replay?.first) return run(namespace, { ...input, byAgent });
    // The cell has the last word on who is let in, on an answer that it does not give itself too.
    await namespace.documents.get("", false);
  };
  try {
    return await grant.enter(ref, route.need, work);
  } catch (error) {
    if (await foundMissing(grant, route, ref, error)) return grant.enter(ref, route.need, work);
    throw error;
  }
}

/**
 * A request that names several namespaces: each is entered by itself, with the same grant, and answers by itself. What
 * comes of it is put together from answers as they would have left; a single refusal refuses all.
 */
async function enterEach(c: HouseContext, { route, run, turn, grant }: Entering, refs: string[]): Promise<unknown> {
  const { key } = grant;
  const input = await turn.begin(key, key.organizationId);
  const answers = refs.map((ref) =>
    grant.enter(ref, route.need, async (namespace) => {
      await admit(c, route, key, namespace.id);
      const of = { namespace_id: namespace.id, namespace_name: namespace.row.name };
      if (turn.replay?.first) return { ...of, answer: await namespace.documents.get("", false) };
      return { ...of, answer: contracted(route, route.returns, await run(namespace, { ...input, byAgent: false })) };
    }),
  );
  const parts = new Map((await Promise.all(answers)).map((part) => [part.namespace_id, part]));
  const across = route.across as Across;
  return turn.replay?.first ? undefined : across([...parts.values()], input);
}

type Across = (parts: readonly Part<unknown>[], input: Input) => unknown;

interface Entering {
  route: Route;
  run: Run;
  turn: Turn;
  grant: Grant;
}

/** What a request does once, whatever the door has to repeat. */
interface Turn {
  /** Is counted, says what it wants, and learns whether it was answered before. Gives the input. */
  begin(key: KeyRow, place: Place): Promise<Input>;
  /** The body as it was sent, read once. */
  sent(): Promise<unknown>;
  replay?: Replay | undefined;
  /** Says that it is over, where requests take turns. */
  leave?: Leave | undefined;
  /** The body asks for `stream`, and the route can tell its answer as events. */
  events: boolean;
}

interface Input {
  params: unknown;
  query: unknown;
  body: unknown;
}

function turnOf(c: HouseContext, route: Route): Turn {
  let input: Input | undefined;
  let sent: Promise<unknown> | undefined;
  const turn: Turn = {
    events: false,
    sent() {
      sent ??= route.form && isForm(c) ? readForm(c) : readJson(c);
      // Memories are kept as text; documents as JSON, which can write half a character.
      return route.dialect === "memory" ? sent.then(wholeTexts) : sent;
    },
    async begin(key, place) {
      if (input !== undefined) return input;
      const entering = enterShare(c.env, place, key.organizationId);
      if (entering) turn.leave = await entering;
      await admit(c, route, key, place);
      const { params, query } = readPlace(c, route);
      const sent = takesJson(route) ? await turn.sent() : undefined;
      const body = readBody(c, route, sent);
      if (isKept(route)) turn.replay = await recall(c, route, { key, place, body: sent });
      turn.events = route.events !== noEvents && asksForStream(sent);
      input = { params, query, body };
      return input;
    },
  };
  return turn;
}

const asksForStream = (sent: unknown) =>
  typeof sent === "object" && sent !== null && "stream" in sent && sent.stream === true;

const takesJson = ({ body }: Route) => body !== undefined && body !== Lines;

/** What the contract allows of path and query. */
const readPlace = (c: HouseContext, { params, query }: Route) => ({
  params: params ? validate("params", params, c.req.param()) : {},
  query: query ? validate("query", query, c.req.query()) : {},
});

/** The body that the contract allows, of what was sent. */
function readBody(c: HouseContext, { body }: Route, sent: unknown): unknown {
  if (body === Lines) return readLines(c);
  return body && validate("body", body, sent);
}

/** A contract's own check that a route makes while it runs, told as what it is: bad input. */
export const asProblem = (error: unknown) => (error instanceof z.ZodError ? invalidInput("body", error) : error);
