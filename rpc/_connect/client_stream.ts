import type { ClientProtocol } from "../_client_protocol.ts";
import { ConnectError } from "../error.ts";
import { readError } from "./client_response.ts";
import { decodeEndStream } from "./end_stream.ts";
import {
  FLAG_END_STREAM,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_HEADER,
  STREAM_ACCEPT_ENCODING_HEADER,
  STREAM_ENCODING_HEADER,
  STREAM_TYPE_PREFIX,
} from "./names.ts";
import { addTimeout } from "./timeout.ts";

/**
 * Streams in the Connect protocol, as clients make them.
 *
 * https://connectrpc.com/docs/protocol#streaming-request
 */
export const CONNECT_CLIENT_STREAM: ClientProtocol = {
  typePrefix: STREAM_TYPE_PREFIX,
  encodingHeader: STREAM_ENCODING_HEADER,
  acceptEncodingHeader: STREAM_ACCEPT_ENCODING_HEADER,
  endFlag: FLAG_END_STREAM,
  headers: [[PROTOCOL_VERSION_HEADER, PROTOCOL_VERSION]],
  addTimeout,
  decodeEnd: decodeEndStream,
  endOf() {
    throw new ConnectError("the response has ended without its end-stream message", "internal");
  },
  readError,
};
