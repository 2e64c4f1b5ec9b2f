import type { FetchHandler, FetchInfo } from "../fetch_handler.ts";
import { isPromise } from "../_promise.ts";
import type { RpcHandler } from "../_rpc_handler.ts";
import { FetchRequest } from "./request.ts";
import { toResponse } from "./response.ts";

/** What answers requests that are no RPCs. */
export type Fallback = (request: Request) => Response | Promise<Response>;

/** What is behind a function. */
export interface Behind {
  /** What answers RPCs. */
  readonly rpc: RpcHandler;
  /** What answers the rest, if anything does. */
  readonly fallback: Fallback | undefined;
}

const BEHIND = new WeakMap<object, Behind>();

/** Makes what answers RPCs a function for hosts that have fetch's `Request` and `Response`. */
export function fetchHandler(rpc: RpcHandler, fallback: Fallback | undefined): FetchHandler {
  const handler = async (request: Request, info?: FetchInfo): Promise<Response> => {
    const http = new FetchRequest(request, info);
    const answer = rpc.answer(http);
    if (answer === undefined) return await fallback!(request);
    const response = isPromise(answer) ? await answer : answer;
    return toResponse(response, http);
  };
  BEHIND.set(handler, { rpc, fallback });
  return handler;
}

/** Finds what is behind a function, for hosts that need no `Request`: if it is such a function. */
export function behind(handler: object): Behind | undefined {
  return BEHIND.get(handler);
}
