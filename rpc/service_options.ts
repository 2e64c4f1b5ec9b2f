import type { CallLimits } from "./call_limits.ts";
import type { Methods } from "../reflect/mod.ts";

/** What calls of a method may take on the side of the handler. */
export interface MethodOptions extends CallLimits {
  /**
   * The longest that a call may take, in ms, whatever the client asks for, reading the request and
   * writing a stream of responses included. Default: as long as the client says, or for ever.
   */
  maxTimeoutMs?: number;
  /** How long a call may take, in ms, if the client does not say. Default: `maxTimeoutMs`. */
  defaultTimeoutMs?: number;
  /**
   * Give implementations their requests as views, read in place: cheaper where little of a large
   * request is looked at (see `view()`). They may not be changed; `owned()` makes a message of one.
   * A request in JSON is a message, which serves as a view as well. Default false.
   */
  views?: boolean;
}

/** What calls of a service may take, over what the handler says. */
export interface ServiceOptions<M extends Methods = Methods> extends MethodOptions {
  /** What calls of single methods may take, over what the service says. */
  methods?: { [K in keyof M]?: MethodOptions };
}
