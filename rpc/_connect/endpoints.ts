import type { HandlerConfig } from "../_handler_config.ts";
import type { Endpoint } from "../_http.ts";
import type { Procedure } from "../_procedure.ts";
import { serverStreamEndpoint } from "./handler_stream.ts";
import { unaryEndpoint } from "./handler_unary.ts";
import { STREAM_TYPE_PREFIX, UNARY_TYPE_PREFIX } from "./names.ts";

/** Makes what answers a method in the Connect protocol, by content type. */
export function connectEndpoints(
  procedure: Procedure,
  config: HandlerConfig,
): ReadonlyMap<string, Endpoint> {
  const unary = procedure.method.kind === "unary";
  const prefix = unary ? UNARY_TYPE_PREFIX : STREAM_TYPE_PREFIX;
  const endpoint = unary ? unaryEndpoint : serverStreamEndpoint;
  return new Map(
    config.codecs.map((codec) => [prefix + codec.name, endpoint(procedure, codec, config)]),
  );
}
