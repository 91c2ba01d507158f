// The yardstick: the least that a Hono Worker can do. Every figure of the benchmark is also given as a ratio to it.
import { Hono } from "hono";

const app = new Hono();
app.get("/", (c) => c.json({ status: "healthy", healthy: true }));

export default app;
