import { drive, type Shot } from "./load.ts";
import { prose } from "./prose.ts";
import { latencyRow, ms, type Row, table } from "./report.ts";
import type { Field } from "./servers.ts";
import { settle } from "./settle.ts";
import { median } from "./stats.ts";
import { foundTenant } from "./tenant.ts";

const steps = [10, 1_000, 10_000];
const [slices, samples] = [9, 60];
/** So many that what is stored meanwhile is no reason to learn anew. */
const fixedSize = 5_000;
const [mostP50Ms, mostP99Ms, flat] = [20, 100, 1.3];

/** What founding costs, and what one namespace's writes and searches cost while there are ever more namespaces beside it. */
export async function printNamespaces({ product, bare }: Field, isQuick: boolean): Promise<void> {
  const text = await prose();
  const fixed = await foundTenant(product, "fixed", text.documents(fixedSize));
  await settle(product.url);
  const { url, adminKey: key } = product;
  const timed = async (namespace: string | undefined, count: number, shot: (n: number) => Shot) =>
    (await drive({ url, key, ...(namespace && { namespace }), shot }, 1, { count })).latenciesMs;
  let asked = 0;
  const search = () => ({
    path: `/v1/retrievers/${fixed.retrieverId}/execute`,
    body: { inputs: { query: text.query(asked++) } },
  });
  const store = () => ({
    path: "/v1/collections/documents/documents",
    body: { title: `stored ${asked++}`, text: text.query(asked) },
  });
  const founding: number[] = [];
  const rows: Row[] = [];
  const first: Record<string, number> = {};
  let founded = 1;
  for (const size of isQuick ? steps.slice(0, 2) : steps) {
    const offset = founded;
    founding.push(
      ...(await timed(undefined, size - founded, (n) => ({
        path: "/v1/namespaces",
        body: { namespace_name: `beside-${offset + n}` },
      }))),
    );
    founded = size;
    await settle(url);
    for (const [what, shot] of [
      ["store", store],
      ["search", search],
    ] as const) {
      await timed("fixed", 50, shot); // warm
      // A bare Worker in turns with it tells how busy the machine was: minutes lie between the sizes.
      const p50s: number[] = [];
      const yardsticks: number[] = [];
      for (let slice = 0; slice < slices; slice++) {
        yardsticks.push(median((await drive(bare, 1, { count: samples })).latenciesMs));
        p50s.push(median(await timed("fixed", samples, shot)));
      }
      const p50 = median(p50s);
      first[what] ??= p50;
      const ratio = p50 / first[what];
      rows.push({
        what: `${what}, one of ${size.toLocaleString("en")} namespaces, p50`,
        product: ms(p50),
        bare: ms(median(yardsticks)),
        ratio: ratio.toFixed(2),
        target: `at most ${flat}`,
        met: ratio <= flat,
      });
    }
    console.error(`Measured at ${size.toLocaleString("en")} namespaces.`);
  }
  const count = founding.length.toLocaleString("en");
  rows.unshift(
    latencyRow(`namespace creation, ${count} of them, p50`, 0.5, founding, [], mostP50Ms),
    latencyRow("  p99", 0.99, founding, [], mostP99Ms),
  );
  console.log(`\n${table(rows)}`);
}
