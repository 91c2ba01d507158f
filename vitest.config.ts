import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import type {} from "./test/upstash/provided.ts";

/** The Worker's own tests run inside workerd, on the bindings of wrangler.toml. */
const worker = (kind?: "outside" | "shared") =>
  cloudflareTest(async ({ inject }) => ({
    main: "./src/index.ts",
    remoteBindings: false,
    wrangler: { configPath: "./wrangler.toml" },
    miniflare: {
      bindings: {
        TEST_MIGRATIONS: await readD1Migrations("./migrations"),
        CORDON_SECRET: "a secret of the tests alone, of full length",
        NUDGES: "off",
        FUZZ_SEED: process.env.FUZZ_SEED ?? "",
        ...(kind === "shared" && { SHARED_THREAD: "true" }),
        ...(kind === "outside" && {
          UPSTASH_VECTOR_INDEXES: JSON.stringify(inject("vectors").indexes),
          TEST_VECTORS: "upstash",
        }),
      },
    },
  }));

/** Most tests run inside workerd; those of the server as a program, and of browsers before it, run in plain node. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [worker()],
        test: {
          name: "workerd",
          include: ["test/*.test.ts"],
          setupFiles: ["./test/setup.ts"],
          // Nothing here waits; a machine that is busy with other things may still take long.
          testTimeout: 90_000,
        },
      },
      {
        plugins: [worker()],
        test: {
          name: "upstash",
          include: ["test/upstash/*.test.ts"],
          setupFiles: ["./test/setup.ts"],
          globalSetup: ["./test/upstash/server/global.ts"],
        },
      },
      {
        plugins: [worker("outside")],
        test: {
          // The same tests, and every namespace that they found has its vectors outside.
          name: "outside",
          include: [
            "test/outside/*.test.ts",
            ...[
              "isolation",
              "ranking",
              "filter-http",
              "retrievers",
              "texts",
              "documents",
              "records",
              "record-filters",
            ].map((name) => `test/${name}.test.ts`),
          ],
          setupFiles: ["./test/setup.ts"],
          globalSetup: ["./test/upstash/server/global.ts"],
          testTimeout: 240_000,
        },
      },
      {
        plugins: [worker("shared")],
        test: {
          // The same tests, and all cells share one thread and one memory with the edge, as `npm start` has it.
          name: "shared",
          include: [
            "test/shared/*.test.ts",
            ...["isolation", "interleaving", "documents", "records", "keys", "rotation", "expiries", "erasure"].map(
              (name) => `test/${name}.test.ts`,
            ),
          ],
          setupFiles: ["./test/setup.ts"],
          testTimeout: 90_000,
        },
      },
      {
        test: {
          name: "served",
          include: ["test/serve/*.test.ts", "test/browser/*.test.ts"],
          // Each starts servers of its own: one file at a time, and time enough for a loaded machine.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
