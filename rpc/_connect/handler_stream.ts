import type { StreamProtocol } from "../_stream_protocol.ts";
import { encodeEndStream } from "./end_stream.ts";
import {
  STREAM_ACCEPT_ENCODING_HEADER,
  STREAM_ENCODING_HEADER,
  STREAM_TYPE_PREFIX,
} from "./names.ts";
import { checkVersion } from "./request_headers.ts";
import { parseTimeout } from "./timeout.ts";

/**
 * Streams in the Connect protocol, as handlers answer them.
 *
 * https://connectrpc.com/docs/protocol#streaming-request
 */
export const CONNECT_STREAM: StreamProtocol = {
  name: "connect",
  encodingHeader: STREAM_ENCODING_HEADER,
  acceptEncodingHeader: STREAM_ACCEPT_ENCODING_HEADER,
  contentType: (codec) => STREAM_TYPE_PREFIX + codec.name,
  // The content type leaves no doubt: the version need not be there.
  check: (headers) => checkVersion(headers, false),
  timeoutMs: parseTimeout,
  end: encodeEndStream,
};
