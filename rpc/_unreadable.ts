import type { Code } from "./code.ts";
import { ConnectError } from "./error.ts";
import type { Lifetime } from "./_lifetime.ts";
import { textOf } from "./_text_of.ts";

/**
 * Codes for streams of HTTP/2 that were reset, by the error code that said so.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#errors
 */
const CODE_OF_RESET: Readonly<Record<number, Code>> = {
  0: "internal",
  1: "internal",
  2: "internal",
  3: "internal",
  4: "internal",
  6: "internal",
  7: "unavailable",
  8: "canceled",
  9: "internal",
  10: "internal",
  11: "resource_exhausted",
  12: "permission_denied",
};

/** Codes for what else an HTTP engine fails with, by its own codes. */
const CODE_OF_HTTP_ERROR: Readonly<Record<string, Code>> = {
  canceled: "canceled",
  protocol: "internal",
  limit: "resource_exhausted",
};

/**
 * Makes what a host throws when a body cannot be read a `ConnectError`: why the call has ended, if it
 * has, since the host was told to give up then.
 */
export function unreadable(error: unknown, lifetime: Lifetime): ConnectError {
  return lifetime.check() ?? lost("the body cannot be read", error);
}

/** Makes what a host throws when there is no response a `ConnectError`. */
export function unanswered(error: unknown): ConnectError {
  return lost("no response", error);
}

function lost(what: string, error: unknown): ConnectError {
  if (error instanceof ConnectError) return error;
  return new ConnectError(`${what}: ${textOf(error)}`, codeOf(error), { cause: error });
}

/** What an HTTP engine throws is known by its name: its class is not there on every host. */
function codeOf(error: unknown): Code {
  if (!(error instanceof Error) || error.name !== "HttpError") return "unavailable";
  const { code, h2Code } = error as Error & { code?: string; h2Code?: number };
  // What was given up for want of time was not canceled, though that is what the other side is told.
  if (code === "timeout") return "unavailable";
  return CODE_OF_RESET[h2Code ?? -1] ?? CODE_OF_HTTP_ERROR[code ?? ""] ?? "unavailable";
}
