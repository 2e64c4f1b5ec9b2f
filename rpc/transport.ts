import type { Message, MessageInit, MethodType, ServiceType } from "../reflect/mod.ts";
import type { CallOptions } from "./call_options.ts";

/** A call that a client makes. */
export interface ClientCall<I extends Message = Message, O extends Message = Message> {
  /** The service. */
  readonly service: ServiceType;
  /** The method. */
  readonly method: MethodType<I, O>;
  /** The request. */
  readonly message: MessageInit<I>;
  /** What the caller sets. */
  readonly options: CallOptions;
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
}
