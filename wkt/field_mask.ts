import type { MessageType } from "../reflect/mod.ts";
import { fieldOnPath, followPath } from "./_field_path.ts";
import { covers, intersect, normalize } from "./_path_set.ts";
import type { FieldMask } from "./gen/google/protobuf/field_mask_pb.ts";

/**
 * Makes a field mask, and checks that its paths are there.
 *
 * A path is names of fields as in the `.proto` file, with points between: `"address.zip_code"`. It
 * can lead through singular messages, and end at any field. As in the other implementations, it
 * cannot lead into lists and maps, has no `*`, and cannot name extensions.
 *
 * See https://protobuf.dev/reference/protobuf/google.protobuf/#field-mask and
 * https://google.aip.dev/161
 *
 * @param type The type that the mask is for.
 * @param paths The paths. What a client sent can be given, for an error that tells what is wrong.
 * @returns A new mask with these paths, in their order.
 * @throws {RangeError} If a path leads nowhere; the error names it.
 *
 * @example Make a mask
 * ```ts
 * import { Api, fieldMaskFor } from "@seria/seria/wkt";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const mask = fieldMaskFor(Api, ["name", "source_context.file_name"]);
 * assertEquals(mask.paths, ["name", "source_context.file_name"]);
 * assertThrows(() => fieldMaskFor(Api, ["nmae"]), RangeError, '"nmae"');
 * ```
 */
export function fieldMaskFor(type: MessageType, paths: Iterable<string>): FieldMask {
  const mask = { paths: [...paths] };
  for (const path of mask.paths) fieldOnPath(type.descriptor, path);
  return mask;
}

/**
 * Whether all paths of a mask are there in a type: see {@linkcode fieldMaskFor}, whose error tells
 * which one is not.
 *
 * @param type The type that the mask is for.
 * @param mask The mask.
 * @returns Whether it is valid. An empty mask is.
 *
 * @example Check what a client sent
 * ```ts
 * import { Api, isValidFieldMask } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * assert(isValidFieldMask(Api, { paths: ["source_context.file_name"] }));
 * assert(!isValidFieldMask(Api, { paths: ["sourceContext"] })); // the name in JSON
 * assert(!isValidFieldMask(Api, { paths: ["methods.name"] })); // into a list
 * ```
 */
export function isValidFieldMask(type: MessageType, mask: Readonly<FieldMask>): boolean {
  const { descriptor } = type;
  return mask.paths.every((path) => typeof followPath(descriptor, path) !== "string");
}

/**
 * Whether a mask covers a path: has it, or a path that leads to it.
 *
 * @param mask The mask.
 * @param path The path. Whether it is there in some type is not looked at.
 * @returns Whether all that the path stands for is in the mask.
 *
 * @example Ask for a field
 * ```ts
 * import { fieldMaskIncludes } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * const mask = { paths: ["address", "name.first"] };
 * assert(fieldMaskIncludes(mask, "address.city"));
 * assert(!fieldMaskIncludes(mask, "name"));
 * ```
 */
export function fieldMaskIncludes(mask: Readonly<FieldMask>, path: string): boolean {
  return mask.paths.some((outer) => covers(outer, path));
}

/**
 * Brings a mask to its shortest form: sorted, without paths that another one covers.
 *
 * @param mask The mask.
 * @returns A new mask that covers the same.
 *
 * @example Normalize
 * ```ts
 * import { fieldMaskNormalize } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fieldMaskNormalize({ paths: ["b", "a.c", "a", "b"] }).paths, ["a", "b"]);
 * ```
 */
export function fieldMaskNormalize(mask: Readonly<FieldMask>): FieldMask {
  return { paths: normalize(mask.paths) };
}

/**
 * What at least one of several masks covers.
 *
 * @param masks The masks.
 * @returns A new mask, normalized. That of no masks is empty.
 *
 * @example Unite
 * ```ts
 * import { fieldMaskUnion } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const union = fieldMaskUnion({ paths: ["a.b", "c"] }, { paths: ["a"] });
 * assertEquals(union.paths, ["a", "c"]);
 * ```
 */
export function fieldMaskUnion(...masks: readonly Readonly<FieldMask>[]): FieldMask {
  return { paths: normalize(masks.flatMap((mask) => mask.paths)) };
}

/**
 * What all of several masks cover.
 *
 * @param first A mask.
 * @param rest More masks.
 * @returns A new mask, normalized.
 *
 * @example Only what a caller may see
 * ```ts
 * import { fieldMaskIntersect } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const asked = { paths: ["address", "password"] };
 * const allowed = { paths: ["address.city", "name"] };
 * assertEquals(fieldMaskIntersect(asked, allowed).paths, ["address.city"]);
 * ```
 */
export function fieldMaskIntersect(
  first: Readonly<FieldMask>,
  ...rest: readonly Readonly<FieldMask>[]
): FieldMask {
  const paths = rest.reduce(
    (both, mask) => intersect(both, normalize(mask.paths)),
    normalize(first.paths),
  );
  return { paths };
}

/**
 * What one mask covers and another does not. This takes the type, as what is left of a message
 * when one of its fields goes is all its other fields.
 *
 * @param type The type that both masks are for.
 * @param mask The mask to subtract from.
 * @param without The mask to subtract.
 * @returns A new mask, normalized.
 * @throws {RangeError} If a path of either leads nowhere; the error names it.
 *
 * @example All but what only the server sets
 * ```ts
 * import { Api, fieldMaskSubtract } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const asked = { paths: ["name", "version"] };
 * assertEquals(fieldMaskSubtract(Api, asked, { paths: ["version"] }).paths, ["name"]);
 * ```
 */
export function fieldMaskSubtract(
  type: MessageType,
  mask: Readonly<FieldMask>,
  without: Readonly<FieldMask>,
): FieldMask {
  const removed = normalize(fieldMaskFor(type, without.paths).paths);
  const left: string[] = [];
  // What is still to be looked at. A path is taken apart only where something in it goes, so how
  // deep this goes depends on the mask to subtract alone.
  const pending = normalize(mask.paths);
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const field = fieldOnPath(type.descriptor, path);
    if (removed.some((outer) => covers(outer, path))) continue;
    if (!removed.some((inner) => covers(path, inner))) left.push(path);
    else for (const { name } of field.message!.fields) pending.push(`${path}.${name}`);
  }
  return { paths: normalize(left) };
}
