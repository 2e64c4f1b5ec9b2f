import type { Registry } from "../reflect/mod.ts";

/** How text is read, and what reading it may cost. */
export interface FromTextOptions {
  /**
   * Pass over fields and extensions that are not known, field numbers in place of names, and enum
   * values that the enum does not have; in a list or map, only the element or entry. What is passed
   * over must be well-formed. Default false: they are errors.
   */
  ignoreUnknownFields?: boolean;
  /** Finds extensions, and the types of expanded `google.protobuf.Any`. Default: there are none. */
  registry?: Registry;
  /**
   * How deep messages may nest, the outermost and the entries of maps not counted. What an expanded
   * `Any` holds is nested in it; so is each list of what is passed over. Default 100.
   */
  recursionLimit?: number;
  /**
   * Roughly how many bytes of memory may be taken by what the text makes the reader create beyond
   * its own length: messages, lists and map entries. Shared by the whole tree. Default: 16 times
   * the length of the text, at least 64 MiB.
   */
  maxElementBytes?: number;
  /** The longest text, in UTF-16 code units. Default 2^31 - 1. */
  maxTextLength?: number;
}

/** How text is written. */
export interface ToTextOptions {
  /**
   * Finds the extensions to write, and the types of what `google.protobuf.Any` holds. Default:
   * there are none; extensions count as unknown fields, and an `Any` is written as URL and bytes.
   */
  registry?: Registry;
  /**
   * Write unknown fields, under their numbers: for people to look at. It does not say enough to be
   * read again. Default false.
   */
  printUnknownFields?: boolean;
  /**
   * So many spaces a level, or this white space; each field begins a new line. 0 or `""` puts
   * everything in one line. Default 2.
   */
  indent?: number | string;
  /**
   * How deep messages may nest, the outermost and the entries of maps not counted. Default 100. A
   * message that contains itself is caught by it. An `Any` for whose content no depth is left is
   * written as URL and bytes.
   */
  recursionLimit?: number;
}
