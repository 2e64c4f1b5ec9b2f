import type { StreamProtocol } from "../_stream_protocol.ts";
import { ACCEPT_ENCODING_HEADER, ENCODING_HEADER, GRPC_TYPE } from "./names.ts";
import { parseTimeout } from "./timeout.ts";
import { statusTrailers } from "./trailers.ts";

/**
 * gRPC as handlers answer it.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export const GRPC: StreamProtocol = {
  name: "grpc",
  encodingHeader: ENCODING_HEADER,
  acceptEncodingHeader: ACCEPT_ENCODING_HEADER,
  contentType: (codec) => `${GRPC_TYPE}+${codec.name}`,
  check() {},
  timeoutMs: parseTimeout,
  trailers: statusTrailers,
};
