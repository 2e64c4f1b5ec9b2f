import { WireError } from "./error.ts";

/**
 * Limits on what decoding may cost. All are always on.
 */
export interface DecodeOptions {
  /**
   * How deep messages and groups may nest, the outermost not counted. A map's entries are no level
   * of their own. Default 100.
   */
  recursionLimit?: number;
  /** The longest input, in bytes. Default and maximum 2^31 - 1 (2 GiB - 1). */
  maxMessageBytes?: number;
  /**
   * Roughly how many bytes of memory may be taken by what the input makes the decoder create
   * beyond its own bytes: sub-messages, list and map entries, unknown fields. Shared by the whole
   * tree, so that much input can never turn into many times as much on the heap. Default: 16 times
   * the input, at least 64 MiB.
   */
  maxElementBytes?: number;
  /** Keep fields that the type does not know, to be written again. Default true. */
  keepUnknownFields?: boolean;
  /**
   * How many bytes of unknown fields to keep, in the whole tree. More is an error. Default: no
   * bound of its own (the input's length bounds it).
   */
  maxUnknownBytes?: number;
}

/** Limits on encoding. */
export interface EncodeOptions {
  /**
   * How deep messages may nest, the outermost not counted. Default 100. A message that contains
   * itself is caught by it.
   */
  recursionLimit?: number;
  /**
   * Makes the array that the result is put in, of just that length: for who makes so many short
   * messages that a part of a larger array is worth it, which costs a third of an array. What it
   * throws is thrown on. Not called for views, whose bytes are there. Default: `new Uint8Array()`.
   */
  allocate?: (length: number) => Uint8Array<ArrayBuffer>;
}

/**
 * The default of `recursionLimit`, for binary, JSON and text alike.
 *
 * @example The value
 * ```ts
 * import { DEFAULT_RECURSION_LIMIT } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(DEFAULT_RECURSION_LIMIT, 100);
 * ```
 */
export const DEFAULT_RECURSION_LIMIT = 100;

/**
 * The longest message that protobuf allows, in bytes: 2^31 - 1.
 *
 * @example The value
 * ```ts
 * import { MAX_MESSAGE_BYTES } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(MAX_MESSAGE_BYTES, 2 ** 31 - 1);
 * ```
 */
export const MAX_MESSAGE_BYTES = 0x7fff_ffff;

/**
 * The least default of `maxElementBytes`: 64 MiB.
 *
 * @example The value
 * ```ts
 * import { MIN_ELEMENT_BYTES } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(MIN_ELEMENT_BYTES, 64 * 1024 * 1024);
 * ```
 */
export const MIN_ELEMENT_BYTES = 0x400_0000;

/**
 * The default of `maxElementBytes`, as a multiple of the input's length.
 *
 * @example The value
 * ```ts
 * import { ELEMENT_BYTES_FACTOR } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ELEMENT_BYTES_FACTOR, 16);
 * ```
 */
export const ELEMENT_BYTES_FACTOR = 16;

/**
 * Checks an option that bounds something.
 *
 * @param name The option's name, for the error.
 * @param value What the caller gave, or `undefined`.
 * @param fallback What holds when nothing was given.
 * @returns The bound.
 * @throws {RangeError} If it is negative or NaN.
 *
 * @example Read an option
 * ```ts
 * import { limitOf } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(limitOf("recursionLimit", undefined, 100), 100);
 * ```
 */
export function limitOf(name: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (!(value >= 0)) throw new RangeError(`Cannot use ${name} ${value}: it must be 0 or more`);
  return value;
}

/** What the payload of an `Any` may cost at least, however short it is: 1 MiB. */
const MIN_NESTED_ELEMENT_BYTES = 0x10_0000;

/**
 * The limits for bytes that are decoded while the message that they came in is printed or read: the
 * payload of an `Any`. Anys can nest, so the memory goes by the payload's length.
 *
 * @param bytes The payload.
 * @param depth How deep it may nest.
 * @returns The limits.
 *
 * @example The limits of a short payload
 * ```ts
 * import { nestedLimits } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nestedLimits(new Uint8Array(5), 3), {
 *   recursionLimit: 3,
 *   maxElementBytes: 1024 * 1024,
 * });
 * ```
 */
export function nestedLimits(bytes: Uint8Array, depth: number): DecodeOptions {
  const maxElementBytes = Math.max(MIN_NESTED_ELEMENT_BYTES, ELEMENT_BYTES_FACTOR * bytes.length);
  return { recursionLimit: depth, maxElementBytes };
}

/**
 * The error for a limit that was hit.
 *
 * @example Refuse
 * ```ts
 * import { limitError } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(limitError("Cannot decode: nested too deep", "recursionLimit").code, "limit");
 * ```
 */
export function limitError(what: string, option: string, offset?: number): WireError {
  return new WireError("limit", `${what}: raise ${option} if the input is trusted`, offset);
}
