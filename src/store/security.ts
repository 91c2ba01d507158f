import { sql } from "drizzle-orm";
import { inOneBatch } from "./batch";

const minuteMs = 60_000;
const noticeMs = 7 * 24 * 60 * minuteMs;
/** So many refusals of one key within so many minutes are told of, once an hour. */
const [manyRefusals, refusalMinutes] = [100, 10];
const perSweep = 500;

/** Whether somebody would hear of it: in the namespace `ns`, or for the whole organization. */
const heard = (organization: ReturnType<typeof sql>, ns: ReturnType<typeof sql>) =>
  sql`EXISTS (SELECT 1 FROM webhooks w, json_each(w.events) p WHERE w.organization_id = ${organization}
    AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = ${ns})
    AND p.value IN ('*', 'alert.*', 'alert.triggered'))`;

const columns = sql`(organization_id, id, namespace_id, type, subject_type, subject_id, occurred_at, data)`;

/** An event's id made from its key's and a number, so that what is told of again within that number is told once. */
const idOf = (key: ReturnType<typeof sql>, mark: string, number: number) =>
  sql`'evt_' || substr(${key}, 5, 17) || ${mark} || ${number.toString(16).padStart(6, "0")}`;

/**
 * Events of what an organization should know of its keys: one expires within a week, is refused again and again, or runs
 * into its limits. Written where somebody listens; however often this runs, each is told of once.
 */
export async function tellOfKeys(env: Env, now: number): Promise<Record<string, number>> {
  const [hour, day] = [Math.floor(now / (60 * minuteMs)), Math.floor(now / (24 * 60 * minuteMs))];
  const since = Math.floor(now / minuteMs) - refusalMinutes;
  const results = await inOneBatch(env, [
    sql`INSERT INTO events ${columns}
        SELECT k.organization_id, 'evt_' || substr(k.id, 5), k.namespace_id, 'alert.triggered', 'api_key', k.id, ${now},
          json_object('alert', 'key_expiring', 'name', k.name, 'key_prefix', k.prefix, 'expires_at', k.expires_at)
        FROM keys k WHERE k.expires_at > ${now} AND k.expires_at <= ${now + noticeMs} AND k.revoked_at IS NULL
          AND k.replaced_by IS NULL AND ${heard(sql`k.organization_id`, sql`k.namespace_id`)}
        LIMIT ${perSweep} ON CONFLICT DO NOTHING`,
    sql`INSERT INTO events ${columns}
        SELECT r.organization_id, ${idOf(sql`r.caller`, "r", hour)}, k.namespace_id, 'alert.triggered', 'api_key', r.caller, ${now},
          json_object('alert', 'repeated_refusals', 'name', k.name, 'key_prefix', k.prefix, 'refusals', sum(r.count),
            'minutes', ${refusalMinutes}, 'last_route', max(r.route))
        FROM refusals r JOIN keys k ON k.organization_id = r.organization_id AND k.id = r.caller
        WHERE r.minute >= ${since} AND ${heard(sql`r.organization_id`, sql`k.namespace_id`)}
        GROUP BY r.organization_id, r.caller HAVING sum(r.count) >= ${manyRefusals}
        LIMIT ${perSweep} ON CONFLICT DO NOTHING`,
    sql`INSERT INTO events ${columns}
        SELECT u.organization_id, ${idOf(sql`u.key_id`, "s", day)}, k.namespace_id, 'alert.triggered', 'api_key', u.key_id, ${now},
          json_object('alert', 'rate_limited', 'name', k.name, 'key_prefix', k.prefix, 'requests', sum(u.rate_limited))
        FROM usage u JOIN keys k ON k.organization_id = u.organization_id AND k.id = u.key_id
        WHERE u.day = ${day} AND u.rate_limited > 0 AND ${heard(sql`u.organization_id`, sql`k.namespace_id`)}
        GROUP BY u.organization_id, u.key_id LIMIT ${perSweep} ON CONFLICT DO NOTHING`,
    // An address belongs to no organization: only whoever runs Cordon is told, in the sweep's report.
    sql`SELECT 1 FROM refusals WHERE organization_id = '' AND minute >= ${since} AND caller <> 'unknown'
        GROUP BY caller HAVING sum(count) >= ${manyRefusals} LIMIT ${perSweep}`,
  ]);
  const [expiring = 0, refused = 0, limited = 0] = results.map(({ meta }) => meta.changes);
  return { expiring, refused, limited, addresses_refused: results[3]?.results.length ?? 0 };
}
