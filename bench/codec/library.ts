import type { FieldDescriptor, OneofDescriptor } from "@seria/seria/reflect";

/** The messages of one data set, as a library sees them. */
// deno-lint-ignore no-explicit-any -- each library has types of its own
export interface Subject<M = any> {
  /** Decodes with generated code. */
  decode(bytes: Uint8Array): M;
  /** Encodes with generated code. */
  encode(message: M): Uint8Array;
  /** Makes a message of a literal that holds all of its values. */
  create(init: M): M;
  /** To the text of ProtoJSON. */
  toJson?(message: M): string;
  /** From the text of ProtoJSON. */
  fromJson?(text: string): M;
  /** Decodes with a type that is made at run time, from descriptors. */
  dynamicDecode?(bytes: Uint8Array): unknown;
  /** Gives a view: what it shows is read from the bytes when it is asked for. */
  view?(bytes: Uint8Array): M;
}

/** A library, and how its messages look. */
export interface Library {
  /** Its name in the results. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** What its messages look like. */
  readonly style: Style;
  /** Whether unknown fields are written again. */
  readonly keepsUnknown: boolean;
  /**
   * Gets ready for a message type.
   *
   * @param file The `.proto` file, without its extension.
   * @param typeName The type's full name.
   */
  load(file: string, typeName: string): Promise<Subject>;
}

/** What is different between the messages of libraries. */
export interface Style {
  /** The property of a field. */
  property(field: FieldDescriptor): string;
  /** How a member of a oneof is reached: `message.case`, or `{ case, value }`, … */
  member(message: string, oneof: OneofDescriptor, field: FieldDescriptor): {
    /** Whether it is set. */
    readonly isSet: string;
    /** Its value. */
    readonly value: string;
    /** The property that sets it. */
    readonly init: (value: string) => string;
  };
  /** Whether maps are `Map`s, rather than objects. */
  readonly maps: "Map" | "object";
  /** What 64-bit integers are. */
  readonly longs: "bigint" | "number" | "Long";
}

/** Members of a oneof that are properties like others: all but one are absent. */
export function flatMember(property: string): ReturnType<Style["member"]> {
  return {
    isSet: `${property} != null`,
    value: property,
    init: (value) => `${property.slice(property.lastIndexOf(".") + 1)}: ${value}`,
  };
}

/** `latency_ms` as `latencyMs`. */
export function camelCase(name: string): string {
  return name.replace(/_+(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The last part of a full name: `LogRecord`. */
export function shortName(typeName: string): string {
  return typeName.slice(typeName.lastIndexOf(".") + 1);
}
