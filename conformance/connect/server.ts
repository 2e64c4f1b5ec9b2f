/**
 * The server under test: reads from standard input how it is to be started, serves, and writes where
 * it listens to standard output. Its argument says what it serves with: `serve` or `deno-serve`.
 *
 * @module
 */
import { create, decode, encode } from "@seria/seria/reflect";
import { createHandler } from "@seria/seria/rpc";
import { serve } from "@seria/seria/serve";
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

const { useTls, serverCreds, clientTlsCert, messageReceiveLimit } = request;
const handler = createHandler((router) => {
  router.service(generated.service, implement(generated));
}, {
  registry: generated.registry,
  compressions: COMPRESSIONS,
  compressMinBytes: 0,
  ...messageReceiveLimit > 0 ? { readMaxBytes: messageReceiveLimit } : {},
});

const decoder = new TextDecoder();
const options = {
  ...useTls && serverCreds !== undefined
    ? { cert: decoder.decode(serverCreds.cert), key: decoder.decode(serverCreds.key) }
    : {},
  ...clientTlsCert.length > 0 ? { clientCa: decoder.decode(clientTlsCert) } : {},
  hostname: "127.0.0.1",
  port: 0,
  onListen(addr: object): void {
    const { hostname: host, port } = addr as Deno.NetAddr;
    const pemCert = useTls ? { pemCert: serverCreds!.cert } : {};
    writeFrame(encode(Response, create(Response, { host, port, ...pemCert })), "big-endian");
  },
};
const server = Deno.args[0] === "deno-serve"
  ? Deno.serve(options, handler)
  : serve(handler, options);

Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
await server.finished;
