/** The header that says which revision of the protocol a request is in. */
export const PROTOCOL_VERSION_HEADER = "connect-protocol-version";
/** The only revision there is. */
export const PROTOCOL_VERSION = "1";
/** The header that says how long a call may take, in ms. */
export const TIMEOUT_HEADER = "connect-timeout-ms";

/** The header that says how a unary body is compressed. */
export const UNARY_ENCODING_HEADER = "content-encoding";
/** The header that says what unary compression the sender understands. */
export const UNARY_ACCEPT_ENCODING_HEADER = "accept-encoding";
/** The header that says how the messages of a stream are compressed. */
export const STREAM_ENCODING_HEADER = "connect-content-encoding";
/** The header that says what compression of messages the sender understands. */
export const STREAM_ACCEPT_ENCODING_HEADER = "connect-accept-encoding";

/** What comes before the codec's name in the content type of a unary call. */
export const UNARY_TYPE_PREFIX = "application/";
/** What comes before the codec's name in the content type of a stream. */
export const STREAM_TYPE_PREFIX = "application/connect+";
/** The content type of unary errors, whatever the codec. */
export const ERROR_TYPE = "application/json";

/** What the names of trailers have in front when they are sent as headers. */
export const TRAILER_PREFIX = "trailer-";

/** The flag of the last envelope of a response. */
export const FLAG_END_STREAM = 0b10;
