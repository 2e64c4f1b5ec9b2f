import type { ClientProtocol } from "../_client_protocol.ts";
import { ConnectError } from "../error.ts";
import {
  ACCEPT_ENCODING_HEADER,
  ENCODING_HEADER,
  GRPC_WEB_TYPE,
  STATUS_TRAILER,
} from "../_grpc/names.ts";
import { addTimeout } from "../_grpc/timeout.ts";
import { readStatusError } from "../_grpc/client.ts";
import { endOfTrailers } from "../_grpc/trailers.ts";
import { decodeTrailersFrame, FLAG_TRAILERS } from "./trailers_frame.ts";

/**
 * gRPC-Web as clients speak it.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 */
export const GRPC_WEB_CLIENT: ClientProtocol = {
  typePrefix: "application/grpc-web+",
  protoType: GRPC_WEB_TYPE,
  encodingHeader: ENCODING_HEADER,
  acceptEncodingHeader: ACCEPT_ENCODING_HEADER,
  endFlag: FLAG_TRAILERS,
  // What proxies tell it from gRPC by.
  headers: [["x-grpc-web", "1"]],
  addTimeout,
  decodeEnd: (bytes, maxMetadataBytes) =>
    endOfTrailers(decodeTrailersFrame(bytes, maxMetadataBytes)),
  endOf({ headers }, empty) {
    // A response that has nothing but trailers may have them as its headers.
    if (empty && headers.has(STATUS_TRAILER)) return { ...endOfTrailers(headers), instead: true };
    throw new ConnectError("the response has ended without trailers", "internal");
  },
  readError: readStatusError,
};
