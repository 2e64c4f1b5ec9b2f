/**
 * The client under test: reads calls from standard input, makes them, and writes what came of
 * them to standard output. Its argument says what makes the HTTP requests: `fetch` or `http2`.
 *
 * @module
 */
import { create, decode, encode } from "@seria/seria/reflect";
import { makeCall } from "./call.ts";
import { readFrames, writeFrame } from "../frames.ts";
import { loadGenerated } from "./generate.ts";
import type { ClientCompatRequest, ClientCompatResponse } from "./protocol.ts";
import type { HttpEngine } from "./transport.ts";

/** How many calls are made at a time. */
const PARALLEL = 16;

const engine: HttpEngine = Deno.args[0] === "http2" ? "http2" : "fetch";
const generated = await loadGenerated();
const Request = generated.type<ClientCompatRequest>("ClientCompatRequest");
const Response = generated.type<ClientCompatResponse>("ClientCompatResponse");

const running = new Set<Promise<void>>();
for await (const frame of readFrames("big-endian")) {
  const call = answer(decode(Request, frame)).finally(() => running.delete(call));
  running.add(call);
  if (running.size >= PARALLEL) await Promise.race(running);
}
await Promise.all(running);
// Connections that are kept alive would keep the program alive.
Deno.exit(0);

async function answer(request: ClientCompatRequest): Promise<void> {
  const response = create(Response, { testName: request.testName });
  try {
    response.result = { case: "response", value: await makeCall(request, generated, engine) };
  } catch (error) {
    const message = error instanceof Error ? error.stack ?? error.message : String(error);
    response.result = { case: "error", value: { message } };
  }
  writeFrame(encode(Response, response), "big-endian");
}
