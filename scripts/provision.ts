// `npm run provision`: what Cordon needs of a Cloudflare account, made where it is missing. `-- --dry-run` only says
// what an empty account would be asked for.
import { fileURLToPath } from "node:url";
import { needsOf, provision } from "./provision/provision.ts";
import { wrangler } from "./provision/wrangler.ts";
import { Refusal } from "./serve/refusal.ts";

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const config = at("wrangler.toml");

try {
  if (process.argv.includes("--dry-run")) {
    const { database, queues, buckets, secrets } = await needsOf(config);
    console.log(`Database: ${database}, with the files in migrations/ and a first organization`);
    console.log(`Queues:   ${queues.join(", ")}`);
    console.log(`Buckets:  ${buckets.join(", ")}`);
    console.log(`Secrets:  ${secrets.join(", ")}`);
  } else {
    await provision({ config, folder: at(".cordon/production"), wrangler, tell: console.log });
    console.log("Next: npm run deploy");
  }
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exit(1);
}
