/** The header that says how long a call may take. */
export const TIMEOUT_HEADER = "grpc-timeout";
/** The header that says how messages are compressed. */
export const ENCODING_HEADER = "grpc-encoding";
/** The header that says what compression of messages the sender understands. */
export const ACCEPT_ENCODING_HEADER = "grpc-accept-encoding";
/** The trailer that says how a call ended: a number. */
export const STATUS_TRAILER = "grpc-status";
/** The trailer that says why, percent-encoded. */
export const MESSAGE_TRAILER = "grpc-message";
/** The trailer with the error whole: a `google.rpc.Status`, in base64. */
export const DETAILS_TRAILER = "grpc-status-details-bin";

/** The content type of gRPC; `+` and the name of a codec may follow. */
export const GRPC_TYPE = "application/grpc";
/** The content type of gRPC-Web; `+` and the name of a codec may follow. */
export const GRPC_WEB_TYPE = "application/grpc-web";
/** The content type of gRPC-Web in base64; `+` and the name of a codec may follow. */
export const GRPC_WEB_TEXT_TYPE = "application/grpc-web-text";
