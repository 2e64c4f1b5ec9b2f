import type { PeerAddress } from "./context.ts";

/** What a host tells beside a request: `Deno.ServeHandlerInfo`, as far as it is used. */
export interface FetchInfo {
  /** The other end of the connection. */
  readonly remoteAddr?: PeerAddress;
}

/**
 * What answers HTTP requests: what `Deno.serve()` and other fetch-style hosts take.
 *
 * @param request The request.
 * @param info What the host knows beside it, if it says so.
 */
export type FetchHandler = (request: Request, info?: FetchInfo) => Promise<Response>;
