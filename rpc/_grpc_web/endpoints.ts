import { GRPC_WEB_TEXT_TYPE, GRPC_WEB_TYPE } from "../_grpc/names.ts";
import type { HandlerConfig } from "../_handler_config.ts";
import type { Endpoint } from "../_http.ts";
import type { Procedure } from "../_procedure.ts";
import { streamEndpoint } from "../_stream_endpoint.ts";
import { GRPC_WEB } from "./handler.ts";
import { textEndpoint } from "./text_endpoint.ts";

/** Makes what answers a method in gRPC-Web, by content type. */
export function grpcWebEndpoints(
  procedure: Procedure,
  config: HandlerConfig,
): ReadonlyMap<string, Endpoint> {
  const endpoints = new Map(config.codecs.map((codec) => [
    `${GRPC_WEB_TYPE}+${codec.name}`,
    streamEndpoint(procedure, codec, config, GRPC_WEB),
  ]));
  endpoints.set(GRPC_WEB_TYPE, endpoints.get(`${GRPC_WEB_TYPE}+proto`)!);
  for (const [type, endpoint] of [...endpoints]) {
    endpoints.set(type.replace(GRPC_WEB_TYPE, GRPC_WEB_TEXT_TYPE), textEndpoint(endpoint));
  }
  return endpoints;
}
