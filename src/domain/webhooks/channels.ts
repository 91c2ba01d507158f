import { z } from "zod";
import { invalid } from "../../kit/problem";
import type { Endpoint } from "../../store/webhooks";

/** A channel as a request gives it. */
export interface ChannelDraft {
  channel: string;
  configs: Record<string, unknown>;
}

const Headers = z.record(
  z
    .string()
    .max(100)
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "This is no name of a header."),
  z
    .string()
    .max(2_000)
    .regex(/^[\t\x20-\x7e]*$/, "A header's value is printable ASCII."),
);

const WebhookConfigs = z.strictObject({
  url: z.string().min(1).max(2_000),
  headers: Headers.refine((all) => Object.keys(all).length <= 20, "At most 20 headers.").nullish(),
  timeout: z.number().min(1).max(15).nullish(),
});

const SlackConfigs = z.strictObject({
  webhook_url: z.string().min(1).max(2_000),
  channel: z.string().max(100).nullish(),
  username: z.string().max(100).nullish(),
  icon_emoji: z.string().max(100).nullish(),
  icon_url: z.string().max(2_000).nullish(),
});

/** Headers that say what a delivery is, or how it travels, are ours. */
const ours = /^(webhook-|svix-|host$|connection$|content-|transfer-encoding$|user-agent$|cf-|expect$|te$|upgrade$)/i;

const maxTimeoutMs = 15_000;

/** @throws Problem `invalid` */
export function readChannels(drafts: ChannelDraft[]): Endpoint[] {
  return drafts.map(({ channel, configs }, i) => {
    const at = ["body", "channels", i];
    if (channel === "slack") return slack(parse(SlackConfigs, configs, at));
    if (channel === "webhook") return webhook(parse(WebhookConfigs, configs, at), at);
    throw invalid(`The channel ${JSON.stringify(channel)} is not supported. Use webhook or slack.`, [...at, "channel"]);
  });
}

function parse<T extends z.ZodType>(schema: T, configs: unknown, at: (string | number)[]): z.output<T> {
  const parsed = schema.safeParse(configs);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map((step) => (typeof step === "number" ? step : String(step))) ?? [];
  throw invalid(issue?.message ?? "These configs are not valid.", [...at, "configs", ...path]);
}

function webhook({ url, headers, timeout }: z.output<typeof WebhookConfigs>, at: (string | number)[]): Endpoint {
  const taken = Object.keys(headers ?? {}).find((name) => ours.test(name));
  if (taken) throw invalid("This header is written by Cordon itself.", [...at, "configs", "headers", taken]);
  const timeoutMs = timeout ? timeout * 1_000 : maxTimeoutMs;
  return { kind: "webhook", url, headers: headers ?? {}, extra: {}, timeoutMs };
}

function slack({ webhook_url, ...rest }: z.output<typeof SlackConfigs>): Endpoint {
  const given = Object.entries(rest).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const extra: Record<string, string> = Object.fromEntries(given);
  return { kind: "slack", url: webhook_url, headers: {}, extra, timeoutMs: maxTimeoutMs };
}

/** A channel as it is shown. What opens something elsewhere, a header's value or Slack's path, is not shown again. */
export function presentChannel({ kind, url, headers, extra, timeoutMs }: Endpoint) {
  if (kind === "slack") return { channel: kind, configs: { webhook_url: `${new URL(url).origin}/...`, ...extra } };
  const hidden = Object.fromEntries(Object.keys(headers).map((name) => [name, "..."]));
  return { channel: kind, configs: { url, headers: hidden, timeout: timeoutMs / 1_000 } };
}
