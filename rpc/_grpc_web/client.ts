import type { ClientProtocol } from "../_client_protocol.ts";
import { codeOfStatus } from "../_connect/http_status.ts";
import { ConnectError } from "../error.ts";
import {
  ACCEPT_ENCODING_HEADER,
  ENCODING_HEADER,
  GRPC_WEB_TYPE,
  STATUS_TRAILER,
} from "../_grpc/names.ts";
import { setTimeoutHeader } from "../_grpc/timeout.ts";
import { endOfTrailers } from "../_grpc/trailers.ts";
import { received } from "../_client_response.ts";
import { decodeTrailersFrame, FLAG_TRAILERS } from "./trailers_frame.ts";

/**
 * gRPC-Web as clients speak it.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 */
export const GRPC_WEB_CLIENT: ClientProtocol = {
  typePrefix: `${GRPC_WEB_TYPE}+`,
  protoType: GRPC_WEB_TYPE,
  encodingHeader: ENCODING_HEADER,
  acceptEncodingHeader: ACCEPT_ENCODING_HEADER,
  endFlag: FLAG_TRAILERS,
  setHeaders(headers, timeoutMs) {
    // What proxies tell it from gRPC by.
    headers.set("x-grpc-web", "1");
    if (timeoutMs !== undefined) setTimeoutHeader(headers, timeoutMs);
  },
  decodeEnd: (bytes) => endOfTrailers(decodeTrailersFrame(bytes)),
  endOf(headers, empty) {
    // A response that has nothing but trailers may have them as its headers.
    if (empty && headers.has(STATUS_TRAILER)) return endOfTrailers(headers);
    throw new ConnectError("the response has ended without trailers", "internal");
  },
  // https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
  async readError(response) {
    await response.body?.cancel();
    const { status, headers } = response;
    const error = new ConnectError(`HTTP status ${status}`, codeOfStatus(status));
    return received(error, headers, new Headers());
  },
};
