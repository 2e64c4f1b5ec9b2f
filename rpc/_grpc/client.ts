import type { ClientProtocol } from "../_client_protocol.ts";
import { received } from "../_client_response.ts";
import { codeOfStatus } from "../_connect/http_status.ts";
import { ConnectError } from "../error.ts";
import { NO_FIELDS } from "../_fields.ts";
import type { HttpReply } from "../http_client.ts";
import { ACCEPT_ENCODING_HEADER, ENCODING_HEADER, GRPC_TYPE, STATUS_TRAILER } from "./names.ts";
import { addTimeout } from "./timeout.ts";
import { endOfTrailers } from "./trailers.ts";

/**
 * gRPC as clients speak it.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export const GRPC_CLIENT: ClientProtocol = {
  typePrefix: "application/grpc+",
  protoType: GRPC_TYPE,
  encodingHeader: ENCODING_HEADER,
  acceptEncodingHeader: ACCEPT_ENCODING_HEADER,
  endFlag: undefined,
  // Proxies that do not pass trailers on are to be found out before anything is done.
  headers: [["te", "trailers"]],
  addTimeout,
  decodeEnd() {
    throw new ConnectError("gRPC has no end in its bodies", "internal");
  },
  endOf({ headers, trailers }, empty) {
    if (trailers?.has(STATUS_TRAILER)) return endOfTrailers(trailers);
    // Trailers-Only: a response without body may have them as its headers.
    if (empty && trailers === undefined && headers.has(STATUS_TRAILER)) {
      return { ...endOfTrailers(headers), instead: true };
    }
    throw new ConnectError(`the response has ended without ${STATUS_TRAILER}`, "internal");
  },
  readError: readStatusError,
};

/**
 * Makes the error of a response whose status is not 200.
 *
 * https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
 */
export function readStatusError({ status, headers, body }: HttpReply): Promise<ConnectError> {
  body.cancel();
  // The status of HTTP is for responses that have no other.
  const end = headers.has(STATUS_TRAILER) ? endOfTrailers(headers) : undefined;
  const error = end?.error ??
    new ConnectError(`HTTP status ${status}`, codeOfStatus(status));
  return Promise.resolve(received(error, end?.trailers ?? headers, NO_FIELDS));
}
