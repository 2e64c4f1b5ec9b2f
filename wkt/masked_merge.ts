import {
  clearField,
  clone,
  type FieldDescriptor,
  getField,
  merge,
  type Message,
  type MessageDescriptor,
  type MessageType,
  setField,
} from "../reflect/mod.ts";
import { fieldOnPath } from "./_field_path.ts";
import { normalize } from "./_path_set.ts";
import type { FieldMask } from "./gen/google/protobuf/field_mask_pb.ts";

/** How the fields of a mask are merged. */
export interface MaskedMergeOptions {
  /**
   * Replace messages that the mask names whole, and clear those that the source has not set,
   * instead of merging them. Default false.
   */
  replaceMessages?: boolean;
  /** Replace lists and maps instead of adding to them. Default false. */
  replaceRepeated?: boolean;
}

/**
 * Copies what a mask covers, and leaves out the rest: what a read mask asks for.
 *
 * An empty mask covers nothing. (APIs tend to take a mask that is not set for all fields: then
 * there is nothing to apply.) Unknown fields and extensions go, but for those in messages that the
 * mask names whole.
 *
 * @param type The message's type, generated or dynamic.
 * @param message The message. It is not changed.
 * @param mask The mask.
 * @returns A new message, which shares nothing with the other.
 * @throws {RangeError} If a path leads nowhere; the error names it.
 *
 * @example A read mask
 * ```ts
 * import { create } from "@seria/seria";
 * import { Api, applyFieldMask } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const api = create(Api, { name: "a", version: "v1", sourceContext: { fileName: "a.proto" } });
 * const masked = applyFieldMask(Api, api, { paths: ["version", "source_context.file_name"] });
 * assertEquals(masked, create(Api, { version: "v1", sourceContext: { fileName: "a.proto" } }));
 * ```
 */
export function applyFieldMask<T extends Message>(
  type: MessageType<T>,
  message: T,
  mask: Readonly<FieldMask>,
): T {
  const masked = type.create();
  mergeByFieldMask(type, masked, message, mask);
  return masked;
}

/**
 * Merges what a mask covers from one message into another: what an update mask asks for. Fields
 * that it does not cover stay as they are.
 *
 * - Scalars and enums are set to what the source has; if they are unset there, they get unset.
 * - Lists are added to, and map entries replace those of the same key; with `replaceRepeated`, the
 *   source's replace all.
 * - Messages that the mask names whole are merged, and stay if the source has none; with
 *   `replaceMessages`, the source's replace them.
 * - For a path that leads into a message, one that is not set counts as empty. It gets set in the
 *   target if the source has set it.
 *
 * @param type The type of both, generated or dynamic.
 * @param target The message to merge into.
 * @param source The message to merge. It is not changed, and shares nothing with the other.
 * @param mask The mask. An empty one changes nothing.
 * @param options Whether to replace what would be merged.
 * @throws {RangeError} If a path leads nowhere; the error names it, and nothing has changed.
 *
 * @example An update
 * ```ts
 * import { create } from "@seria/seria";
 * import { Api, mergeByFieldMask } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const stored = create(Api, { name: "a", version: "v1", sourceContext: { fileName: "a.proto" } });
 * const sent = create(Api, { name: "not in the mask", version: "v2" });
 * mergeByFieldMask(Api, stored, sent, { paths: ["version", "source_context"] }, {
 *   replaceMessages: true,
 * });
 * assertEquals(stored, create(Api, { name: "a", version: "v2" }));
 * ```
 */
export function mergeByFieldMask<T extends Message>(
  type: MessageType<T>,
  target: T,
  source: T,
  mask: Readonly<FieldMask>,
  options: MaskedMergeOptions = {},
): void {
  const { descriptor } = type;
  for (const path of mask.paths) fieldOnPath(descriptor, path);
  mergePaths(descriptor, normalize(mask.paths), 0, target, source, options);
}

/**
 * Merges what paths lead to. It follows them only as far as messages are set, and so goes no deeper
 * than messages nest, however long the paths are.
 *
 * @param message The type of both.
 * @param paths Paths, normalized, so that those into one message stand together.
 * @param start Where the names of this message's fields begin in all of the paths.
 */
function mergePaths(
  message: MessageDescriptor,
  paths: readonly string[],
  start: number,
  target: Message,
  source: Message,
  options: MaskedMergeOptions,
): void {
  for (let i = 0; i < paths.length;) {
    const path = paths[i]!;
    const point = path.indexOf(".", start);
    const field = message.fieldByName(path.slice(start, point < 0 ? undefined : point))!;
    if (point < 0) {
      mergeField(field, target, source, options);
      i++;
    } else {
      const prefix = path.slice(0, point + 1);
      const first = i;
      while (paths[i]?.startsWith(prefix)) i++;
      mergeInside(field, paths.slice(first, i), point + 1, target, source, options);
    }
  }
}

function mergeInside(
  field: FieldDescriptor,
  paths: readonly string[],
  start: number,
  target: Message,
  source: Message,
  options: MaskedMergeOptions,
): void {
  const message = field.message!;
  const from = getField(source, field) as Message | undefined;
  let to = getField(target, field) as Message | undefined;
  if (from === undefined && to === undefined) return;
  if (to === undefined) setField(target, field, to = message.type.create());
  mergePaths(message, paths, start, to, from ?? message.type.create(), options);
}

/** Merges all of a field. */
function mergeField(
  field: FieldDescriptor,
  target: Message,
  source: Message,
  options: MaskedMergeOptions,
): void {
  if (field.cardinality === "repeated") mergeList(field, target, source, options);
  else if (field.cardinality === "map") mergeMap(field, target, source, options);
  else if (field.message) mergeMessage(field, target, source, options);
  else replaceValue(field, target, source);
}

function mergeList(
  field: FieldDescriptor,
  target: Message,
  source: Message,
  options: MaskedMergeOptions,
): void {
  const from = getField(source, field) as readonly unknown[];
  const to = options.replaceRepeated ? [] : getField(target, field) as unknown[];
  // Copied first, as a message can be merged into itself.
  for (const value of from.map((value) => cloneValue(field, value))) to.push(value);
  setField(target, field, to);
}

function mergeMap(
  field: FieldDescriptor,
  target: Message,
  source: Message,
  options: MaskedMergeOptions,
): void {
  const from = getField(source, field) as ReadonlyMap<unknown, unknown>;
  const to = options.replaceRepeated
    ? new Map<unknown, unknown>()
    : getField(target, field) as Map<unknown, unknown>;
  for (const [key, value] of from) to.set(key, cloneValue(field.mapValue!, value));
  setField(target, field, to);
}

function mergeMessage(
  field: FieldDescriptor,
  target: Message,
  source: Message,
  options: MaskedMergeOptions,
): void {
  const from = getField(source, field) as Message | undefined;
  const to = getField(target, field) as Message | undefined;
  if (from === undefined) {
    if (options.replaceMessages) clearField(target, field);
  } else if (to === undefined || options.replaceMessages) replaceValue(field, target, source);
  else merge(field.message!.type, to, from);
}

function replaceValue(field: FieldDescriptor, target: Message, source: Message): void {
  const value = getField(source, field);
  if (value === undefined) clearField(target, field);
  else setField(target, field, cloneValue(field, value));
}

function cloneValue(field: FieldDescriptor, value: unknown): unknown {
  if (field.message) return clone(field.message.type, value as Message);
  // slice() of a Node Buffer copies nothing.
  return value instanceof Uint8Array ? Uint8Array.from(value) : value;
}
