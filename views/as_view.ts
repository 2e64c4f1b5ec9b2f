import type { View } from "../reflect/mod.ts";

/**
 * Gives a message to what takes views: a handler that reads its requests in place can be given a
 * request that came as JSON. Nothing is made; the message is only no longer to be changed.
 *
 * @param message A message of its own, or a view.
 * @returns The same.
 *
 * @example One function for both
 * ```ts
 * import { create, type View } from "@seria/seria";
 * import { asView, view } from "@seria/seria/views";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const millis = (duration: View<Duration>) => Number(duration.seconds) * 1000;
 * assertEquals(millis(view(Duration, new Uint8Array([0x08, 0x02]))), 2000);
 * assertEquals(millis(asView(create(Duration, { seconds: 2n }))), 2000);
 * ```
 */
export function asView<T>(message: T): View<T> {
  return message as unknown as View<T>;
}
