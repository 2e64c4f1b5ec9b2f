import type { ConnectError } from "./error.ts";

/** Errors that a client received. */
const RECEIVED = new WeakSet<ConnectError>();

/** Notes that an error came from a peer, its metadata being the headers of the peer's response. */
export function markReceived(error: ConnectError): void {
  RECEIVED.add(error);
}

/**
 * Tells whether an error came from a peer. A handler that calls another service and lets its errors
 * pass must not send the headers of that service's response as its own.
 */
export function isReceived(error: ConnectError): boolean {
  return RECEIVED.has(error);
}
