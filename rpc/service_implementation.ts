import type {
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

/** What answers a method. */
export type MethodImplementation<M extends MethodType> = M extends UnaryMethod<infer I, infer O>
  ? UnaryImplementation<I, O>
  : M extends ServerStreamingMethod<infer I, infer O> ? ServerStreamingImplementation<I, O>
  : never;

/**
 * What answers a service: an object, or an instance of a class, with a function for each method.
 * Methods that it does not have answer `unimplemented`, and so do, for now, those with a stream of
 * requests.
 *
 * Responses need not be whole messages: whatever `create()` takes will do.
 */
export type ServiceImplementation<M extends Methods> = {
  [K in keyof M as MethodImplementation<M[K]> extends never ? never : K]?: MethodImplementation<
    M[K]
  >;
};
