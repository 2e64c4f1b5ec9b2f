/** Serves a subject on a free port of `Deno.serve()`, and says which. */
import { bareEcho } from "./bare.ts";

const HANDLERS: Readonly<Record<string, () => Promise<(request: Request) => Promise<Response>>>> = {
  "seria": async () => (await import("./seria.ts")).seria,
  "connect-es": async () => (await import("./connect_es.ts")).connectEs,
  "bare echo": () => Promise.resolve(bareEcho),
};

const handler = await HANDLERS[Deno.args[0]!]!();
Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, handler);
