import { ACCEPT_ENCODING_HEADER, ENCODING_HEADER, GRPC_WEB_TYPE } from "../_grpc/names.ts";
import { parseTimeout } from "../_grpc/timeout.ts";
import { statusTrailers } from "../_grpc/trailers.ts";
import type { StreamProtocol } from "../_stream_protocol.ts";
import { trailersFrame } from "./trailers_frame.ts";

/** The end of a call that has succeeded, without metadata. */
const SUCCESS = /* @__PURE__ */ trailersFrame(
  /* @__PURE__ */ statusTrailers(undefined, undefined),
);

/**
 * gRPC-Web as handlers answer it.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 */
export const GRPC_WEB: StreamProtocol = {
  name: "grpc-web",
  encodingHeader: ENCODING_HEADER,
  acceptEncodingHeader: ACCEPT_ENCODING_HEADER,
  contentType: (codec) => `${GRPC_WEB_TYPE}+${codec.name}`,
  check() {},
  timeoutMs: parseTimeout,
  end: (trailers, error) =>
    trailers === undefined && error === undefined
      ? SUCCESS
      : trailersFrame(statusTrailers(trailers, error)),
};
