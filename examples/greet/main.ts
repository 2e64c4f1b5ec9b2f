/**
 * `deno task start`: serves the greeter, and prints what to try.
 *
 * @module
 */
import { handler } from "./handler.ts";

/** `curl` lines for a server. */
function curlLines(origin: string): string {
  const call = (content: string, body: string, method: string) =>
    `curl -X POST -H 'content-type: ${content}' \\
  -d '${body}' ${origin}/greet.v1.GreetService/${method}`;
  return [
    "Greet somebody:",
    "",
    call("application/json", '{"name":"Ada"}', "Greet"),
    "",
    "An error looks like this:",
    "",
    call("application/json", "{}", "Greet"),
    "",
    "Count to three, as a stream (each message has a flag and a length before it):",
    "",
    `printf '\\x00\\x00\\x00\\x00\\x08{"to":3}' | curl -sN -X POST --data-binary @- \\
  -H 'content-type: application/connect+json' --output - \\
  ${origin}/greet.v1.GreetService/Count`,
  ].join("\n");
}

if (import.meta.main) {
  const port = Number(Deno.env.get("PORT") ?? 8080);
  Deno.serve({
    port,
    hostname: "127.0.0.1",
    onListen({ hostname, port }) {
      const origin = `http://${hostname}:${port}`;
      console.log(`Serving greet.v1.GreetService on ${origin}; Ctrl-C stops it.\n`);
      console.log(curlLines(origin));
    },
  }, handler);
}
