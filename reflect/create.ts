import { createFrom, type Fields } from "./_create_from.ts";
import type { MessageInit } from "./init.ts";
import type { Message, MessageType } from "./message_type.ts";

/**
 * Creates a message: every field there, those that are not given unset.
 *
 * Lists, maps and nested messages of `init` are copied, `bytes` are kept as they are.
 *
 * @param type The message's type, generated or dynamic.
 * @param init Fields to set. Nested messages need no `create()` of their own; members of a oneof
 * can be given directly.
 * @returns The message.
 * @throws {TypeError} If `init` has a property that is no field, or a value of the wrong shape.
 *
 * @example Create
 * ```ts
 * import { create } from "@seria/seria";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = create(Duration, { seconds: 90n });
 * assertEquals(duration, { seconds: 90n, nanos: 0 });
 * ```
 */
export function create<T extends Message>(type: MessageType<T>, init?: MessageInit<T>): T {
  return init === undefined ? type.create() : createFrom(type, init as Fields);
}
