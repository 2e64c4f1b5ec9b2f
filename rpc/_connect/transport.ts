import type { ClientConfig } from "../_client_config.ts";
import { streamTransport } from "../_stream_transport.ts";
import type { Transport } from "../transport.ts";
import { CONNECT_CLIENT_STREAM } from "./client_stream.ts";
import { callUnary } from "./client_unary.ts";

/** Makes a transport that speaks the Connect protocol. */
export function connectTransport(config: ClientConfig): Transport {
  return {
    ...streamTransport(config, CONNECT_CLIENT_STREAM),
    unary: (call) => callUnary(config, call),
  };
}
