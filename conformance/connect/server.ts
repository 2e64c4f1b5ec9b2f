/**
 * The server under test: reads from standard input how it is to be started, serves with
 * `Deno.serve()`, and writes where it listens to standard output.
 *
 * @module
 */
import { create, decode, encode } from "@seria/seria/reflect";
import { createHandler } from "@seria/seria/rpc";
import { COMPRESSIONS } from "./compressions.ts";
import { readFrames, writeFrame } from "../frames.ts";
import { loadGenerated } from "./generate.ts";
import type { ServerCompatRequest, ServerCompatResponse } from "./protocol.ts";
import { implement } from "./service.ts";

const generated = await loadGenerated();
const Request = generated.type<ServerCompatRequest>("ServerCompatRequest");
const Response = generated.type<ServerCompatResponse>("ServerCompatResponse");

const { done, value } = await readFrames("big-endian").next();
if (done) Deno.exit(0);
const request = decode(Request, value);

const { useTls, serverCreds, messageReceiveLimit } = request;
const handler = createHandler((router) => {
  router.service(generated.service, implement(generated));
}, {
  registry: generated.registry,
  compressions: COMPRESSIONS,
  compressMinBytes: 0,
  ...messageReceiveLimit > 0 ? { readMaxBytes: messageReceiveLimit } : {},
});

const decoder = new TextDecoder();
const credentials = useTls && serverCreds !== undefined
  ? { cert: decoder.decode(serverCreds.cert), key: decoder.decode(serverCreds.key) }
  : {};
const server = Deno.serve({
  ...credentials,
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname: host, port }) => {
    const pemCert = useTls ? { pemCert: serverCreds!.cert } : {};
    writeFrame(encode(Response, create(Response, { host, port, ...pemCert })), "big-endian");
  },
}, handler);

Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
await server.finished;
