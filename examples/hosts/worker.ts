/**
 * The greeter for hosts that take a module with a `fetch` function: Workers, `bun run`,
 * `deno serve`.
 *
 * @module
 */
import { handler } from "../greet/handler.ts";
import { check } from "./check.ts";

export default {
  /** Answers RPCs; at `/check`, calls itself and tells how it went. */
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== "/check") return await handler(request);
    try {
      await check("http://localhost", handler);
      return new Response("ok");
    } catch (error) {
      return new Response(error instanceof Error ? error.stack : String(error), { status: 500 });
    }
  },
};
