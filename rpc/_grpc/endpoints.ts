import type { Codec } from "../_codec.ts";
import { ConnectError } from "../error.ts";
import type { HandlerConfig } from "../_handler_config.ts";
import type { Endpoint } from "../_http.ts";
import { ignore } from "../_ignore.ts";
import type { Procedure } from "../_procedure.ts";
import { streamEndpoint } from "../_stream_endpoint.ts";
import { expectsTrailers } from "../trailers.ts";
import { GRPC } from "./handler.ts";
import { GRPC_TYPE } from "./names.ts";
import { statusTrailers } from "./trailers.ts";

/**
 * What to say on hosts that drop trailers, where a gRPC client would see every call fail and not
 * know why.
 */
const NO_TRAILERS = new ConnectError(
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
  return async (request) => {
    if (expectsTrailers(request)) return await endpoint(request);
    request.body?.cancel().catch(ignore);
    // Trailers-Only: a response without body may have them as its headers.
    const headers = statusTrailers(new Headers(), NO_TRAILERS);
    headers.set("content-type", GRPC.contentType(codec));
    return { status: 200, headers, body: new Uint8Array(0) };
  };
}
