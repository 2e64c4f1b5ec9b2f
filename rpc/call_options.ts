import type { CallLimits } from "./call_limits.ts";
import type { ContextValues } from "./context_values.ts";

/** What a single call may set. Limits are over those of the transport. */
export interface CallOptions extends CallLimits {
  /** Metadata to send, over that of the transport. */
  headers?: HeadersInit;
  /**
   * How long the call may take, in ms. The server is told, and the client gives up by itself.
   * 0 or less fails at once. Default: what the transport says.
   */
  timeoutMs?: number;
  /** Cancels the call. */
  signal?: AbortSignal;
  /**
   * What to compress requests with, if they are long enough: the name of a compression that the
   * transport has, or `"identity"`. Default: what the transport says.
   */
  sendCompression?: string;
  /** What the transport's interceptors are told, by key; they find it in the call's options. */
  values?: ContextValues;
  /** Is given the response's headers as soon as they are there. */
  onHeader?: (headers: Headers) => void;
  /** Is given the response's trailers, of failed calls as well. */
  onTrailer?: (trailers: Headers) => void;
}
