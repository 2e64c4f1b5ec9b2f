import type { ClientConfig } from "../_client_config.ts";
import type { Transport } from "../transport.ts";
import { callServerStream } from "./client_stream.ts";
import { callUnary } from "./client_unary.ts";

/** Makes a transport that speaks the Connect protocol. */
export function connectTransport(config: ClientConfig): Transport {
  return {
    unary: (call) => callUnary(config, call),
    serverStream: (call) => callServerStream(config, call),
  };
}
