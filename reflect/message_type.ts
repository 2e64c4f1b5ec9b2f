import type { MessageCodec, Reader, Writer } from "../wire/mod.ts";
import type { MessageDescriptor } from "./descriptors.ts";
import type { GeneratedFile } from "./generated_file.ts";
import type { InitSupport } from "./init.ts";
import { UNSET_ONEOF } from "./oneof.ts";
import type { ViewSupport } from "./view_type.ts";

/**
 * What every message has: a plain object with these properties beside its fields.
 *
 * @typeParam Name The type's full name.
 */
export interface Message<Name extends string = string> {
  /** Fields that the type does not know: their original bytes, in order. Absent if there are none. */
  $unknown?: Uint8Array;
  /** The type's full name. Never there at run time: it keeps messages of equal shape apart. */
  readonly $type?: Name;
}

/**
 * A message type at run time. Generated code exports one for each message, with the message's
 * name; `Registry.message()` makes them from descriptors. Every function that takes a type takes
 * both.
 */
export interface MessageType<T extends Message = Message> extends MessageCodec<T> {
  /** The full name: `"example.v1.User"`. */
  readonly typeName: string;
  /** The descriptor. Built on first use. */
  readonly descriptor: MessageDescriptor;
  /**
   * Creates a message. `create()` does it with more care: this checks nothing.
   *
   * @param init Fields of a right shape, of which those in oneofs are left out; copied.
   * @returns The message, all fields in one fixed order.
   */
  create(init?: Partial<T>): T;
  /** What views need of the type. Set by `view()`; absent as long as nobody views such messages. */
  views?: ViewSupport | undefined;
  /** What `create()` needs of the type. Set by it, when it is first given fields. */
  inits?: InitSupport | undefined;
}

/**
 * Makes the type of a generated message. Called by generated code.
 *
 * @param file The generated file that declares the message.
 * @param typeName The full name.
 * @param create Creates a message; see {@linkcode MessageType.create}.
 * @param read Reads a message; see {@linkcode MessageCodec.read}.
 * @param write Writes fields, last field first.
 * @returns The type.
 *
 * @example A message without fields
 * ```ts
 * import { generatedFile, type Message, type MessageType, messageType } from "@seria/seria/reflect";
 * import { keepUnknown } from "@seria/seria/wire";
 * import { decode } from "@seria/seria";
 * import { assertEquals } from "@std/assert";
 *
 * const file = generatedFile("CgdhLnByb3RvIgMKAUE="); // a.proto, with a message A
 * type A = Message<"A">;
 * const A: MessageType<A> = messageType<A>(file, "A", () => ({}), (reader, existing, group) => {
 *   let unknown;
 *   const outer = reader.open(A.cost, existing, group);
 *   while (reader.more()) unknown = reader.unknown(reader.tag(), unknown);
 *   reader.close(outer);
 *   const message: A = {};
 *   keepUnknown(message, unknown, existing);
 *   return message;
 * }, (message, writer) => {
 *   if (message.$unknown !== undefined) writer.raw(message.$unknown);
 * });
 * assertEquals(A.descriptor.name, "A");
 * assertEquals(decode(A, new Uint8Array([8, 1])).$unknown, new Uint8Array([8, 1]));
 * ```
 */
export function messageType<T extends Message>(
  file: GeneratedFile,
  typeName: string,
  create: (init?: Partial<T>) => T,
  read: (reader: Reader, existing?: T, group?: number) => T,
  write: (message: T, writer: Writer) => void,
): MessageType<T> {
  let cost: number | undefined;
  const type: MessageType<T> = {
    typeName,
    // On first use: the types of its fields may be declared after it.
    get cost() {
      return cost ??= messageCost(create());
    },
    create,
    read,
    write,
    get descriptor(): MessageDescriptor {
      return file.message(typeName);
    },
    views: undefined,
    inits: undefined,
  };
  file.register(type);
  return type;
}

/** What a `Uint8Array` costs that a message has by default; see `Reader.defaultBytes()`. */
export const BYTES_COST = 200;

/**
 * Roughly what V8 takes for an empty message: eight bytes a field, more for lists, maps and bytes.
 */
export function messageCost(empty: object): number {
  let cost = 32;
  for (const value of Object.values(empty)) {
    cost += 8;
    if (Array.isArray(value)) cost += 32;
    else if (value instanceof Map) cost += 200;
    else if (value instanceof Uint8Array) cost += BYTES_COST;
    else if (value === UNSET_ONEOF) cost += 40; // what takes its place
  }
  return cost;
}
