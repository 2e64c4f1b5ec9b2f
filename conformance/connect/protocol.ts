import type {
  BidiStreamingMethod,
  ClientStreamingMethod,
  Message,
  ServerStreamingMethod,
  ServiceType,
  UnaryMethod,
} from "@seria/seria/reflect";
import type { Any } from "@seria/seria/wkt";

/**
 * The messages of the suite, as far as they matter here, in the shape that generated code gives
 * them. They are written out because that code only exists once the suite has been run.
 *
 * @module
 */

/** The numbers of `HTTPVersion`. */
export const HttpVersion = { HTTP_1: 1, HTTP_2: 2 } as const;
/** The numbers of `Protocol`. */
export const Protocol = { CONNECT: 1, GRPC: 2, GRPC_WEB: 3 } as const;
/** The numbers of `Codec`. */
export const Codec = { PROTO: 1, JSON: 2 } as const;
/** The numbers of `Compression`. */
export const Compression = { IDENTITY: 1, GZIP: 2, BR: 3, ZSTD: 4, DEFLATE: 5 } as const;
/** The number of full duplex in `StreamType`. */
export const FULL_DUPLEX = 5;

/** `Header`: a name, and its values. */
export interface Header extends Message {
  name: string;
  value: string[];
}

/** `Error`: how an RPC fails. */
export interface ErrorDefinition extends Message {
  code: number;
  message: string | undefined;
  details: Any[];
}

/** `UnaryResponseDefinition`: what to answer with one message or an error. */
export interface UnaryResponseDefinition extends Message {
  responseHeaders: Header[];
  response:
    | { case: "responseData"; value: Uint8Array }
    | { case: "error"; value: ErrorDefinition }
    | { case: undefined };
  responseTrailers: Header[];
  responseDelayMs: number;
}

/** `StreamResponseDefinition`: what to answer with many messages, and an error perhaps. */
export interface StreamResponseDefinition extends Message {
  responseHeaders: Header[];
  responseData: Uint8Array[];
  responseDelayMs: number;
  error: ErrorDefinition | undefined;
  responseTrailers: Header[];
}

/** A request that says how to answer. */
export interface RequestOf<D> extends Message {
  responseDefinition: D | undefined;
}

/** `BidiStreamRequest`. */
export interface BidiRequest extends RequestOf<StreamResponseDefinition> {
  fullDuplex: boolean;
}

/** `ConformancePayload.RequestInfo`: what a server saw of a request. */
export interface RequestInfo extends Message {
  requestHeaders: Header[];
  timeoutMs: bigint | undefined;
  requests: Any[];
  connectGetInfo: ConnectGetInfo | undefined;
}

/** `ConformancePayload.ConnectGetInfo`. */
export interface ConnectGetInfo extends Message {
  queryParams: Header[];
}

/** `ConformancePayload`: what a server answers with. */
export interface ConformancePayload extends Message {
  data: Uint8Array;
  requestInfo: RequestInfo | undefined;
}

/** A response. */
export interface PayloadResponse extends Message {
  payload: ConformancePayload | undefined;
}

type UnaryRequest = RequestOf<UnaryResponseDefinition>;
type StreamRequest = RequestOf<StreamResponseDefinition>;

/** `ConformanceService`, without the method that is not to be implemented. */
export type ConformanceService = ServiceType<{
  unary: UnaryMethod<UnaryRequest, PayloadResponse>;
  idempotentUnary: UnaryMethod<UnaryRequest, PayloadResponse>;
  serverStream: ServerStreamingMethod<StreamRequest, PayloadResponse>;
  clientStream: ClientStreamingMethod<UnaryRequest, PayloadResponse>;
  bidiStream: BidiStreamingMethod<BidiRequest, PayloadResponse>;
}>;

/** `ServerCompatRequest`: how a server under test is to be started. */
export interface ServerCompatRequest extends Message {
  protocol: number;
  httpVersion: number;
  useTls: boolean;
  clientTlsCert: Uint8Array;
  messageReceiveLimit: number;
  serverCreds: Credentials | undefined;
}

/** `TLSCreds`: a certificate and its key, in PEM. */
export interface Credentials extends Message {
  cert: Uint8Array;
  key: Uint8Array;
}

/** `ServerCompatResponse`: where it listens. */
export interface ServerCompatResponse extends Message {
  host: string;
  port: number;
  pemCert: Uint8Array;
}

/** `ClientCompatRequest`: a call for the client under test. */
export interface ClientCompatRequest extends Message {
  testName: string;
  httpVersion: number;
  protocol: number;
  codec: number;
  compression: number;
  host: string;
  port: number;
  serverTlsCert: Uint8Array;
  clientTlsCreds: Credentials | undefined;
  messageReceiveLimit: number;
  service: string | undefined;
  method: string | undefined;
  streamType: number;
  useGetHttpMethod: boolean;
  requestHeaders: Header[];
  requestMessages: Any[];
  timeoutMs: number | undefined;
  requestDelayMs: number;
  cancel: Cancel | undefined;
}

/** `ClientCompatRequest.Cancel`: when to cancel. */
export interface Cancel extends Message {
  cancelTiming:
    | { case: "beforeCloseSend"; value: Message }
    | { case: "afterCloseSendMs"; value: number }
    | { case: "afterNumResponses"; value: number }
    | { case: undefined };
}

/** `ClientResponseResult`: what came of a call. */
export interface ClientResponseResult extends Message {
  responseHeaders: Header[];
  payloads: ConformancePayload[];
  error: ErrorDefinition | undefined;
  responseTrailers: Header[];
  numUnsentRequests: number;
}

/** `ClientCompatResponse`. */
export interface ClientCompatResponse extends Message {
  testName: string;
  result:
    | { case: "response"; value: ClientResponseResult }
    | { case: "error"; value: Message & { message: string } }
    | { case: undefined };
}
