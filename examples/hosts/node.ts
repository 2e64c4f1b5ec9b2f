/**
 * The greeter on Node: `deno bundle -o greeter.mjs node.ts && node greeter.mjs`.
 *
 * @module
 */
import { serve } from "@hono/node-server";
import worker from "./worker.ts";

serve({ fetch: worker.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
