import type { Message, MessageInit, MethodType, ServiceType } from "../reflect/mod.ts";
import type { CallOptions } from "./call_options.ts";

/** What a client calls, and how. */
export interface CallTarget<I extends Message = Message, O extends Message = Message> {
  /** The service. */
  readonly service: ServiceType;
  /** The method. */
  readonly method: MethodType<I, O>;
  /** What the caller sets. */
  readonly options: CallOptions;
}

/** A call with one request. */
export interface ClientCall<I extends Message = Message, O extends Message = Message>
  extends CallTarget<I, O> {
  /** The request. */
  readonly message: MessageInit<I>;
}

/** A call with a stream of requests. */
export interface ClientStreamCall<I extends Message = Message, O extends Message = Message>
  extends CallTarget<I, O> {
  /** The requests. They are taken as fast as they can be sent. */
  readonly messages: AsyncIterable<MessageInit<I>> | Iterable<MessageInit<I>>;
}

/** What carries the calls of clients to a server: `connect.plaintext()` and `connect.tls()` make some. */
export interface Transport {
  /**
   * Makes a unary call.
   *
   * @returns The response. It rejects with a `ConnectError` only.
   */
  unary<I extends Message, O extends Message>(call: ClientCall<I, O>): Promise<O>;
  /**
   * Makes a server-streaming call. It begins with the first `next()`.
   *
   * @returns The responses, to be iterated once. They fail with a `ConnectError` only.
   */
  serverStream<I extends Message, O extends Message>(
    call: ClientCall<I, O>,
  ): AsyncIterableIterator<O>;
  /**
   * Makes a client-streaming call.
   *
   * @returns The response. It rejects with a `ConnectError` only.
   */
  clientStream<I extends Message, O extends Message>(call: ClientStreamCall<I, O>): Promise<O>;
  /**
   * Makes a call that streams both ways. It begins with the first `next()`.
   *
   * @returns The responses, to be iterated once. They fail with a `ConnectError` only.
   */
  bidiStream<I extends Message, O extends Message>(
    call: ClientStreamCall<I, O>,
  ): AsyncIterableIterator<O>;
}
