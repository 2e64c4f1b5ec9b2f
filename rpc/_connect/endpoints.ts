import type { HandlerConfig } from "../_handler_config.ts";
import type { Endpoint } from "../_http.ts";
import type { Procedure } from "../_procedure.ts";
import { streamEndpoint } from "../_stream_endpoint.ts";
import { postOfGet } from "./get_request.ts";
import { CONNECT_STREAM } from "./handler_stream.ts";
import { unaryEndpoint } from "./handler_unary.ts";
import { STREAM_TYPE_PREFIX, UNARY_TYPE_PREFIX } from "./names.ts";

/**
 * Makes what answers GET requests for a method, by the name of the codec. Only what has no side
 * effects may be asked for in that way.
 *
 * https://connectrpc.com/docs/protocol#unary-get-request
 */
export function connectGets(
  procedure: Procedure,
  config: HandlerConfig,
): ReadonlyMap<string, Endpoint> {
  const { kind, idempotency } = procedure.method;
  if (kind !== "unary" || idempotency !== "no_side_effects") return new Map();
  return new Map(config.codecs.map((codec) => [
    codec.name,
    unaryEndpoint(procedure, codec, config, postOfGet),
  ]));
}

/** Makes what answers a method in the Connect protocol, by content type. */
export function connectEndpoints(
  procedure: Procedure,
  config: HandlerConfig,
): ReadonlyMap<string, Endpoint> {
  const unary = procedure.method.kind === "unary";
  return new Map(config.codecs.map((codec) => [
    (unary ? UNARY_TYPE_PREFIX : STREAM_TYPE_PREFIX) + codec.name,
    unary
      ? unaryEndpoint(procedure, codec, config)
      : streamEndpoint(procedure, codec, config, CONNECT_STREAM),
  ]));
}
