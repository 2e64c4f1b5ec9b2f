import type { ClientConfig } from "./_client_config.ts";
import type { ClientProtocol } from "./_client_protocol.ts";
import { callSingle, ClientStream, oneRequest } from "./_client_stream.ts";
import type { Transport } from "./transport.ts";

/** Makes a transport whose bodies are made of envelopes, whatever the method's kind. */
export function streamTransport(config: ClientConfig, protocol: ClientProtocol): Transport {
  return {
    unary: (call) => callSingle(config, protocol, call, oneRequest(config, call, call.message)),
    serverStream: (call) =>
      new ClientStream(config, protocol, call, oneRequest(config, call, call.message)),
    clientStream: (call) =>
      callSingle(config, protocol, call, { kind: "many", messages: call.messages }),
    bidiStream: (call) =>
      new ClientStream(config, protocol, call, { kind: "many", messages: call.messages }),
  };
}
