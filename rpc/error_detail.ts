import type { Message, MessageInit, MessageType } from "../reflect/mod.ts";
import { create, encode } from "../reflect/mod.ts";

/** A message that goes with an error, as it is on the wire. */
export interface ErrorDetail {
  /** The full name of the message's type: `"google.rpc.RetryInfo"`. */
  readonly type: string;
  /** The message, encoded: exactly the bytes that were sent. */
  readonly value: Uint8Array;
  /**
   * The type, if this program made the detail. Lets Connect send the message as JSON as well, for
   * people to read.
   */
  readonly messageType?: MessageType;
}

/** A detail to be sent: a type and what to create it from. {@linkcode errorDetail} checks both. */
export interface ErrorDetailInit {
  /** The type. */
  readonly type: MessageType;
  /** What `create()` takes. */
  readonly value: object;
}

/**
 * Makes a detail to go with an error. The message is encoded here and now.
 *
 * @param type The message's type.
 * @param init The message, or what `create()` takes.
 * @returns The detail, for the `details` of a `ConnectError`.
 *
 * @example Tell the caller when to come back
 * ```ts
 * import { ConnectError, errorDetail } from "@seria/seria/rpc";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ConnectError("overloaded", "unavailable", {
 *   details: [errorDetail(Duration, { seconds: 30n })],
 * });
 * assertEquals(error.findDetails(Duration)[0]?.seconds, 30n);
 * ```
 */
export function errorDetail<T extends Message>(
  type: MessageType<T>,
  init: MessageInit<T>,
): ErrorDetail {
  return {
    type: type.typeName,
    value: encode(type, create(type, init)),
    messageType: type as unknown as MessageType,
  };
}

/** Makes a detail of either kind one that is on the wire. */
export function toErrorDetail(detail: ErrorDetail | ErrorDetailInit): ErrorDetail {
  if (typeof detail.type === "string") return detail as ErrorDetail;
  return errorDetail(detail.type, detail.value);
}
