import type {
  BidiStreamingMethod,
  ClientStreamingMethod,
  Message,
  MessageInit,
  Methods,
  MethodType,
  ServerStreamingMethod,
  UnaryMethod,
} from "../reflect/mod.ts";
import type { HandlerContext } from "./context.ts";

/** What answers a unary method: a function from request to response. */
export type UnaryImplementation<I extends Message, O extends Message> = (
  request: I,
  context: HandlerContext,
) => MessageInit<O> | Promise<MessageInit<O>>;

/**
 * What answers a server-streaming method: an async generator, as a rule. It is run as fast as the
 * client reads; if the client gives up, or time runs out, its `return()` is called.
 */
export type ServerStreamingImplementation<I extends Message, O extends Message> = (
  request: I,
  context: HandlerContext,
) => AsyncIterable<MessageInit<O>>;

/**
 * What answers a client-streaming method. The requests can be iterated once, as they come; that
 * fails with a `ConnectError` if the client gives up, time runs out, or a request is invalid.
 */
export type ClientStreamingImplementation<I extends Message, O extends Message> = (
  requests: AsyncIterable<I>,
  context: HandlerContext,
) => MessageInit<O> | Promise<MessageInit<O>>;

/**
 * What answers a method with streams both ways: of requests as in a client-streaming method, of
 * responses as in a server-streaming one. It may answer before the last request has come, if the
 * host and the client can do that; the headers are sent with the first response.
 */
export type BidiStreamingImplementation<I extends Message, O extends Message> = (
  requests: AsyncIterable<I>,
  context: HandlerContext,
) => AsyncIterable<MessageInit<O>>;

/** What answers a method. */
export type MethodImplementation<M extends MethodType> = M extends UnaryMethod<infer I, infer O>
  ? UnaryImplementation<I, O>
  : M extends ServerStreamingMethod<infer I, infer O> ? ServerStreamingImplementation<I, O>
  : M extends ClientStreamingMethod<infer I, infer O> ? ClientStreamingImplementation<I, O>
  : M extends BidiStreamingMethod<infer I, infer O> ? BidiStreamingImplementation<I, O>
  : never;

/**
 * What answers a service: an object, or an instance of a class, with a function for each method.
 * Methods that it does not have answer `unimplemented`.
 *
 * Responses need not be whole messages: whatever `create()` takes will do.
 */
export type ServiceImplementation<M extends Methods> = {
  [K in keyof M]?: MethodImplementation<M[K]>;
};
