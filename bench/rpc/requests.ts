import { encode, type Message, type MessageType } from "@seria/seria/reflect";
import { Echo, StreamRequest } from "./gen/echo_pb.ts";

/** A text of 64 bytes. */
export const TEXT: string = "0123456789abcdef".repeat(4);

/** The path of the unary method. */
export const UNARY_PATH = "/bench.v1.EchoService/Unary";

/** The path of the method with a stream of responses. */
export const STREAM_PATH = "/bench.v1.EchoService/Stream";

const ORIGIN = "http://localhost";

/** A request that can be made again and again. */
export type RequestMaker = () => Request;

/** Requests with a body. */
export function maker(path: string, contentType: string, body: Uint8Array): RequestMaker {
  // As it comes from a host: one that has read it from a network knows its length.
  const headers = { "content-type": contentType, "content-length": `${body.length}` };
  const init = { method: "POST", headers, body: body as BodyInit };
  return () => new Request(ORIGIN + path, init);
}

function envelope<T extends Message>(type: MessageType<T>, message: T): Uint8Array {
  const data = encode(type, message);
  const bytes = new Uint8Array(5 + data.length);
  new DataView(bytes.buffer).setUint32(1, data.length);
  bytes.set(data, 5);
  return bytes;
}

/** The body of a unary call in the Connect protocol. */
export const UNARY_BODY: Uint8Array = encode(Echo, { text: TEXT });

/** The body of a unary call in gRPC. */
export const GRPC_UNARY_BODY: Uint8Array = envelope(Echo, { text: TEXT });

/** The body of a call in gRPC with a stream of responses. */
export function grpcStreamBody(count: number): Uint8Array {
  return envelope(StreamRequest, { text: TEXT, count });
}

/** A unary call in the Connect protocol. */
export const connectUnary: RequestMaker = maker(UNARY_PATH, "application/proto", UNARY_BODY);

/** A unary call in gRPC-Web. */
export const grpcWebUnary: RequestMaker = maker(
  UNARY_PATH,
  "application/grpc-web+proto",
  GRPC_UNARY_BODY,
);

/** A call with a stream of responses in the Connect protocol. */
export function connectStream(count: number): RequestMaker {
  return maker(STREAM_PATH, "application/connect+proto", grpcStreamBody(count));
}
