import { decode, encode, type Message, type MessageType, type View } from "../reflect/mod.ts";
import {
  type DecodeOptions,
  DEFAULT_RECURSION_LIMIT,
  ELEMENT_BYTES_FACTOR,
  limitOf,
  MAX_MESSAGE_BYTES,
  MIN_ELEMENT_BYTES,
} from "../wire/mod.ts";
import { isPlainlyValid, wasAscii } from "./_check.ts";
import { newView, type Plan, planWith } from "./_plan.ts";
import { Place, PLAN } from "./_slots.ts";
import { Source } from "./_source.ts";
import { viewClass } from "./_view_class.ts";

/**
 * Reads a message in place: checks the whole of it, and gives a view that decodes each field when
 * it is first asked for.
 *
 * A view has the properties of the decoded message, for reading only. It reads through to the
 * bytes: it keeps all of them alive, its `bytes` fields alias them, and they must not change as
 * long as it is used. `owned()` makes a message of its own.
 *
 * @param type The message's type, generated or dynamic.
 * @param bytes The bytes; not copied, must not change.
 * @param options Limits; all have defaults that suit input from the network.
 * @returns The view. Nothing it can be asked for throws.
 * @throws {WireError} If the bytes are not such a message, or a limit is hit: the error of
 * `decode()`.
 *
 * @example Read one field
 * ```ts
 * import { view } from "@seria/seria/views";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = view(Duration, new Uint8Array([0x08, 0x2a]));
 * assertEquals(duration.seconds, 42n);
 * ```
 */
export function view<T extends Message>(
  type: MessageType<T>,
  bytes: Uint8Array,
  options?: DecodeOptions,
): View<T> {
  const plan = planWith(type as MessageType, viewClass);
  const keepUnknown = options?.keepUnknownFields ?? true;
  const place = new Place(NOTHING, 0, bytes?.length, new Array(plan.slots));
  if (isAcceptable(plan, bytes, options, place)) {
    place.source = new Source(bytes, undefined, keepUnknown, wasAscii());
    return new plan.View(place) as unknown as View<T>;
  }
  const whole = inOnePiece(type, bytes, options);
  const source = new Source(whole, bytes, keepUnknown);
  return newView(plan, source, 0, whole.length) as unknown as View<T>;
}

/** What a place has that is only being checked. */
const NOTHING = /* @__PURE__ */ new Source(new Uint8Array(0), undefined, false);

/**
 * Whether a message is a view.
 *
 * @param message A message, or anything else.
 * @returns Whether `view()` made it, or it is in such a view.
 *
 * @example Tell a view from a message of its own
 * ```ts
 * import { create } from "@seria/seria";
 * import { isView, view } from "@seria/seria/views";
 * import { Duration } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * assert(isView(view(Duration, new Uint8Array([0x08, 0x2a]))));
 * assert(!isView(create(Duration)));
 * ```
 */
export function isView(message: unknown): boolean {
  // Not by PLACE, which Object.assign() and spread take along.
  return typeof message === "object" && message !== null && PLAN in message;
}

/** Whether the quick test finds nothing wrong. */
function isAcceptable(
  plan: Plan,
  bytes: Uint8Array,
  options: DecodeOptions | undefined,
  place: Place,
): boolean {
  if (bytes?.constructor !== Uint8Array || bytes.length > MAX_MESSAGE_BYTES) return false;
  const maxElementBytes = Math.max(MIN_ELEMENT_BYTES, ELEMENT_BYTES_FACTOR * bytes.length);
  if (options === undefined) {
    return isPlainlyValid(plan, bytes, DEFAULT_RECURSION_LIMIT, maxElementBytes, Infinity, place);
  }
  const maxMessageBytes = limitOf("maxMessageBytes", options.maxMessageBytes, MAX_MESSAGE_BYTES);
  return bytes.length <= maxMessageBytes && isPlainlyValid(
    plan,
    bytes,
    limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT),
    limitOf("maxElementBytes", options.maxElementBytes, maxElementBytes),
    limitOf("maxUnknownBytes", options.maxUnknownBytes, Infinity),
    place,
  );
}

/**
 * What a view reads if the bytes are not plainly valid. Decoding them throws the error that is due.
 * If it does not, there is a message in them that comes in several pieces, or they may cost more
 * than was sure to be allowed: then it reads the message as it is written anew.
 */
function inOnePiece<T extends Message>(
  type: MessageType<T>,
  bytes: Uint8Array,
  options: DecodeOptions | undefined,
): Uint8Array {
  return encode(type, decode(type, bytes, options), { recursionLimit: Infinity });
}
