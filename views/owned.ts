import { clone, decode, type Message, type MessageType, type View } from "../reflect/mod.ts";
import { PLACE, type ViewObject } from "./_slots.ts";
import { isView } from "./view.ts";

/** What has been viewed has kept to its limits. */
const UNLIMITED = {
  recursionLimit: Infinity,
  maxElementBytes: Infinity,
} as const;

/**
 * The message that a view shows, as `decode()` would have given it: it shares nothing with the
 * view, nor with the bytes.
 *
 * @param type The message's type.
 * @param message A view; any other message is cloned.
 * @returns The message.
 *
 * @example Keep what outlives the bytes
 * ```ts
 * import { owned, view } from "@seria/seria/views";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array([0x08, 0x2a]);
 * const duration = owned(Duration, view(Duration, bytes));
 * bytes.fill(0);
 * assertEquals(duration, { seconds: 42n, nanos: 0 });
 * ```
 */
export function owned<T extends Message>(type: MessageType<T>, message: View<T> | T): T {
  if (!isView(message)) return clone(type, message as T);
  const { source: { bytes, keepUnknown }, start, end } = (message as unknown as ViewObject)[PLACE];
  return decode(type, bytes.subarray(start, end), { ...UNLIMITED, keepUnknownFields: keepUnknown });
}
