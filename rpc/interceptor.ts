import type { Message, MethodType, ServiceType } from "../reflect/mod.ts";
import type { CallOptions } from "./call_options.ts";
import type { HandlerContext } from "./context.ts";

/**
 * What a handler's interceptor passes a call on to: the next interceptor, or the implementation.
 *
 * @param request The request; of a method with a stream of requests, the requests.
 * @returns The response; of a method with a stream of responses, the responses.
 */
export type HandlerNext = (request: Message | AsyncIterable<Message>) => Promise<object>;

/**
 * Stands between a handler and the implementations of its methods, and sees each call that reaches
 * one. It may look at the request or replace it, answer itself, throw, and look at the response or
 * replace it: as a whole, or, where there is a stream of them, one by one, by passing on an async
 * generator over it. `context.method.kind` tells what there is.
 *
 * @param request The request, or, of a method with a stream of requests, the requests.
 * @param context The call. Its `values` are for what interceptors tell the implementation.
 * @param next Passes the call on.
 * @returns What the method returns: what `create()` takes, or an async iterable of that.
 */
export type HandlerInterceptor = (
  request: Message | AsyncIterable<Message>,
  context: HandlerContext,
  next: HandlerNext,
) => object | Promise<object>;

/** A call as a client's interceptor sees it. */
export interface InterceptedCall {
  /** The service. */
  readonly service: ServiceType;
  /** The method. */
  readonly method: MethodType;
  /**
   * The request, or what `create()` takes to make it; of a method with a stream of requests, an
   * iterable or async iterable of these.
   */
  readonly request: object;
  /** What the caller sets. To add headers is to pass on other options. */
  readonly options: CallOptions;
}

/** What a client's interceptor passes a call on to: the next interceptor, or the transport. */
export type ClientNext = (call: InterceptedCall) => Promise<Message | AsyncIterable<Message>>;

/**
 * Stands between a client and its transport, and sees each call. It may change the call, answer it
 * itself, make it again, throw, and look at the response or replace it: as a whole, or, where there
 * is a stream of them, one by one. `call.method.kind` tells what there is. A call that streams its
 * responses begins when the first of them is asked for, and so does the interceptor.
 *
 * @param call The call. Pass on another one to change it.
 * @param next Passes the call on.
 * @returns The response, or an async iterable of responses.
 */
export type ClientInterceptor = (
  call: InterceptedCall,
  next: ClientNext,
) => Promise<Message | AsyncIterable<Message>>;
