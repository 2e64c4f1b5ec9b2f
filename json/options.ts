import type { Registry } from "../reflect/mod.ts";

/** How JSON is read, and what reading it may cost. */
export interface FromJsonOptions {
  /**
   * Pass over keys that the type does not have, and enum values that the enum does not have; in a
   * list or map, only the element or entry. Their JSON must be well-formed, but is not checked for
   * duplicate keys. Default false: they are errors.
   */
  ignoreUnknownFields?: boolean;
  /** Finds the types in `google.protobuf.Any`, and extensions. Default: there are none. */
  registry?: Registry;
  /**
   * How deep messages may nest, the outermost not counted, as in the binary format. Default 100.
   */
  recursionLimit?: number;
  /**
   * Roughly how many bytes of memory may be taken by what the JSON makes the reader create beyond
   * its own text: messages, lists and map entries. Shared by the whole tree. Default: 16 times the
   * length of the text, at least 64 MiB; no bound if the JSON is a value and not text.
   */
  maxElementBytes?: number;
}

/** How JSON text is read, and what reading it may cost. */
export interface FromJsonStringOptions extends FromJsonOptions {
  /** The longest text, in UTF-16 code units. Default 2^31 - 1. */
  maxTextLength?: number;
}

/** How JSON is written. */
export interface ToJsonOptions {
  /** Use the names of the `.proto` file instead of lowerCamelCase. Default false. */
  useProtoFieldNames?: boolean;
  /** Write the numbers of enum values instead of their names. Default false. */
  enumsAsNumbers?: boolean;
  /**
   * Write fields that have no presence even if they have their default: zero, `""`, empty lists
   * and maps. Default false.
   */
  alwaysEmitImplicit?: boolean;
  /**
   * Finds the types in `google.protobuf.Any`, and the extensions to write. Default: there are
   * none; extensions are left out like all unknown fields.
   */
  registry?: Registry;
  /**
   * How deep messages may nest, the outermost not counted. Default 100.
   * A message that contains itself is caught by it.
   */
  recursionLimit?: number;
}

/** How JSON text is written. */
export interface ToJsonStringOptions extends ToJsonOptions {
  /**
   * Begin a new line for each member of a list or object, with so many spaces a level, or with
   * this white space. Default 0: all in one line.
   */
  indent?: number | string;
}
