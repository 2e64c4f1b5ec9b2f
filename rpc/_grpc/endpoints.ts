import type { Codec } from "../codec.ts";
import { ConnectError } from "../error.ts";
import type { HandlerConfig } from "../_handler_config.ts";
import type { FieldPair } from "../http_client.ts";
import type { Endpoint } from "../_http.ts";
import type { Procedure } from "../_procedure.ts";
import { streamEndpoint } from "../_stream_endpoint.ts";
import { GRPC } from "./handler.ts";
import { GRPC_TYPE } from "./names.ts";
import { statusTrailers } from "./trailers.ts";

/**
 * What to say on hosts that drop trailers, where a gRPC client would see every call fail and not
 * know why.
 */
const NO_TRAILERS = /* @__PURE__ */ new ConnectError(
  "gRPC needs HTTP trailers, which this host cannot send: use serve() of @seria/seria, or call " +
    "in the Connect protocol or gRPC-Web",
  "unimplemented",
);

/** Makes what answers a method in gRPC, by content type. */
export function grpcEndpoints(
  procedure: Procedure,
  config: HandlerConfig,
): ReadonlyMap<string, Endpoint> {
  const endpoints = new Map(config.codecs.map((codec) => [
    `${GRPC_TYPE}+${codec.name}`,
    guarded(codec, streamEndpoint(procedure, codec, config, GRPC)),
  ]));
  return endpoints.set(GRPC_TYPE, endpoints.get(`${GRPC_TYPE}+proto`)!);
}

function guarded(codec: Codec, endpoint: Endpoint): Endpoint {
  // Trailers-Only: a response without body may have them as its headers.
  const headers: FieldPair[] = [
    ["content-type", GRPC.contentType(codec)],
    ...statusTrailers(undefined, NO_TRAILERS),
  ];
  return (request) => {
    if (request.sendsTrailers) return endpoint(request);
    request.cancel();
    return { status: 200, headers, body: new Uint8Array(0) };
  };
}
